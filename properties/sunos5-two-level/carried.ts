import type { RuntimePromises } from '../../model/policy/runtime/define.ts';
import type { Machine } from '../../model/system/machine.ts';
import { RENAMED, type TwoLevel } from '../../model/systems/sunos5-two-level/shape.ts';
import { lifted } from '../lift.ts';
import type { AnyProperty } from '../property.ts';
import { sunos5Properties } from '../sunos5/properties.ts';
import { falsehoods } from '../sunos5-threads/falsehoods.ts';
import { libraryProperties } from '../sunos5-threads/library.ts';
import { placeProperties } from '../sunos5-threads/places.ts';
import { promised } from '../sunos5-threads/promises.ts';
import { KILLED } from './found.ts';

/** Promises of both layers, asked of both together. */

const ofKernel = (property: AnyProperty) => lifted(property, { from: 'sunos5', to: 'sunos5-two-level' });

const ofLibrary = (property: AnyProperty) =>
  lifted(property, {
    from: 'sunos5-threads',
    to: 'sunos5-two-level',
    view: (m: Machine) => (m as unknown as TwoLevel).library as never,
    rename: RENAMED,
  });

/** Beliefs about the library that are false here, too. */
const FALSEHOODS = ['active-means-running'];

const short = ({ id }: AnyProperty) => id.slice(id.indexOf('/') + 1);
const isFound = (one: AnyProperty) => short(one) in KILLED;

export const carriedFromLibrary = (promises: RuntimePromises): readonly AnyProperty[] =>
  [
    ...[...placeProperties, ...promised(promises), ...libraryProperties].filter(isFound),
    ...falsehoods.filter((one) => FALSEHOODS.includes(short(one))),
  ].map(ofLibrary);

export const carriedFromKernel: readonly AnyProperty[] = sunos5Properties.filter(isFound).map(ofKernel);
