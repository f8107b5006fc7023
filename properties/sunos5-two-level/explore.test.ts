import { describe, expect, it } from 'vitest';
import { expectedToHold, mutantOf } from '../suite.ts';
import { KILLED, REFUTED, WORLDS } from './found.ts';
import { departures } from './refinement.ts';
import { seamProperties } from './seam.ts';
import { brokenByMutant, search, short, suiteFor } from './search.ts';
import { sunos5TwoLevel } from './suite.ts';

describe('sunos5-two-level, searched to the end', () => {
  it.each(WORLDS)('%s keeps every promise on %s', { timeout: 60_000 }, (runtime, world, states, transitions) => {
    const suite = suiteFor(runtime);
    const found = search(suite, world, expectedToHold(suite));
    expect(found.violation).toBeUndefined();
    expect(found).toMatchObject({ complete: true, states, transitions });
  });
});

describe('a mistake at the seam breaks each promise about it', () => {
  it.each(seamProperties.map((property) => [short(property), property] as const))('%s', (id, property) => {
    expect(brokenByMutant(property)).toEqual([property.id, KILLED[id]?.[1]]);
  });
});

describe('a popular belief is false', () => {
  const beliefs = sunos5TwoLevel.properties.filter(({ expect: expected }) => expected === 'refuted');
  it.each(beliefs.map((property) => [short(property), property] as const))('%s', (id, property) => {
    const [world, steps] = REFUTED[id] ?? ['tiny', -1];
    const { violation } = search(sunos5TwoLevel, world, [property]);
    expect([violation?.property, violation?.script.length]).toEqual([property.id, steps]);
    expect(property.doc).toBeDefined();
  });
});

describe('SIGLWP that is delivered late', () => {
  const late = mutantOf(sunos5TwoLevel, 'late-siglwp');
  it.each(['stops-soon', 'nothing-pending-without-thread'])('breaks %s, which the free kernel keeps', (id) => {
    const properties = expectedToHold(sunos5TwoLevel).filter((property) => short(property) === id);
    expect(search(late ?? sunos5TwoLevel, 'sections', properties).violation?.property).toBe(`sunos5-two-level/${id}`);
  });
});

describe('the kernel beneath', () => {
  it('does nothing that a free kernel could not do', () => {
    expect(departures(sunos5TwoLevel, 10)).toBeNull();
  });

  it('is told apart when the library does something else', () => {
    const strange = mutantOf(sunos5TwoLevel, 'gives-sleeper-away') ?? sunos5TwoLevel;
    expect(departures(strange, 30)).toContain('is elsewhere');
  });
});
