/** Whether accidents are many and everywhere (`npm run test:faults`), or a few of each (`npm test`). */
export const isFull = process.env.FAULTS === 'full';

/** How long one test may take, in milliseconds, on a machine that does other things too. */
export const patience = isFull ? 7_200_000 : 300_000;
