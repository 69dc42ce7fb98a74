/** The run's instant as `{{run_started_at}}` prints it. */
export function instantText(now: Date): string {
  return `${now.toISOString().slice(0, -1).replace('T', ' ')}000+00:00`;
}
