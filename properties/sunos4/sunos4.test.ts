import { testWorlds } from '../../tools/testing/worlds.ts';
import { sunos4 } from './suite.ts';
import { sunos4Worlds } from './worlds.ts';

testWorlds(sunos4, sunos4Worlds);
