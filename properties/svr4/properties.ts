import { falsehoods } from './falsehoods.ts';
import { kernelProperties } from './kernel.ts';
import { libraryProperties } from './library.ts';

/** All properties of the system `svr4`: the promises first, then the beliefs that are false. */
export const svr4Properties = [...kernelProperties, ...libraryProperties, ...falsehoods];
