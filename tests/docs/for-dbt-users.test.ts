import { readAlong } from './read-along.ts';

readAlong('docs/for-dbt-users.md');
