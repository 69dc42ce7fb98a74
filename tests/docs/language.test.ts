import { readAlong } from './read-along.ts';

readAlong('docs/language.md');
