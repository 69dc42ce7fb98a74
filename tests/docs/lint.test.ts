import { readAlong } from './read-along.ts';

readAlong('docs/lint.md');
