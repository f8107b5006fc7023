// Its own, so that the folder may lie inside of another project.
export default {};
