import { readAlong } from './read-along.ts';

readAlong('docs/guide.md');
