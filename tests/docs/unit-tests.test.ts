import { readAlong } from './read-along.ts';

readAlong('docs/unit-tests.md');
