import { readAlong } from './read-along.ts';

readAlong('docs/check.md');
