/** Source of a variant file of `lwkt-core`. */
export const variantFile = (name: string, replaced: string, before = ''): string => `
import { lwktCore, variant } from 'schedcheck';
const { effects, guards } = lwktCore.system;
${before}
export default variant(lwktCore.system, { name: '${name}', ${replaced} });
`;

/** A variant with one guard, which the CPU asks after each enqueue: `(m, cpu, thread) => boolean`. */
export const withGuard = (name: string, guard: string, before?: string): string =>
  variantFile(name, `guards: { cpu: { becameHead: ${guard} } }`, before);

/** A variant with one effect: `(m, cpu) => void`. */
export const withEffect = (name: string, effect: string, before?: string): string =>
  variantFile(name, `effects: { cpu: { wantReschedule: ${effect} } }`, before);
