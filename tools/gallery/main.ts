import { writeFileSync } from 'node:fs';
import { printFile } from '../checker/counterexample.ts';
import { galleryReadme, makeGallery } from './make.ts';

/** `npm run gallery`: writes the folder counterexamples/ afresh. */
const gallery = await makeGallery();
for (const { piece, file } of gallery) writeFileSync(`counterexamples/${piece.file}.json`, printFile(file));
writeFileSync('counterexamples/README.md', galleryReadme(gallery));
process.stdout.write(`${gallery.length} counterexamples written\n`);
