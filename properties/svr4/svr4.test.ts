import { testWorlds } from '../../tools/testing/worlds.ts';
import { svr4 } from './suite.ts';
import { svr4Worlds } from './worlds.ts';

testWorlds(svr4, svr4Worlds);
