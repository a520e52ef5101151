/**
 * Forge's async events in memory, for what `Queue` of the real @forge/events sends. The preview runs the consumers; a test
 * reads what was pushed, and calls them itself.
 *
 * https://developer.atlassian.com/platform/forge/runtime-reference/async-events-api/
 */

/** An event as its consumer gets it. */
export interface Pushed {
  queueName: string;
  jobId: string;
  eventId: string;
  body: Record<string, unknown>;
  delayInSeconds?: number;
  concurrency?: { key: string; limit: number };
}

interface Call {
  queueName: string;
  jobId: string;
  payload: Pick<Pushed, 'body' | 'delayInSeconds' | 'concurrency'>[];
}

interface Job {
  stats: { success: number; inProgress: number; failed: number };
  isCancelled: boolean;
}

export class Queues {
  /** What functions have pushed. */
  readonly pushed: Pushed[] = [];
  /** Gets each event that a function pushes. */
  onPush: (event: Pushed) => unknown = () => undefined;
  private readonly jobs = new Map<string, Job>();

  /** Answers a request of @forge/events; undefined where it is not about a queue. */
  answer(path: string, body: unknown): Response | undefined {
    const [, what] = /^\/webhook\/queue\/(publish|stats|cancel)\//.exec(path) ?? [];
    if (!what) return undefined;
    const { queueName, jobId, payload } = body as Call;
    if (what === 'publish') {
      this.push(queueName, jobId, payload);
      return new Response(null, { status: 201 });
    }
    const job = this.jobs.get(`${queueName} ${jobId}`);
    if (!job) return new Response(null, { status: 404 });
    if (what === 'stats') return Response.json(job.stats);
    job.isCancelled = true;
    job.stats.inProgress = 0;
    return new Response(null, { status: 204 });
  }

  private push(queueName: string, jobId: string, payload: Call['payload']): void {
    const stats = { success: 0, inProgress: payload.length, failed: 0 };
    this.jobs.set(`${queueName} ${jobId}`, { stats, isCancelled: false });
    for (const event of payload) {
      const pushed = { queueName, jobId, eventId: crypto.randomUUID(), ...event };
      this.pushed.push(pushed);
      this.onPush(pushed);
    }
  }

  /** Whether the event is still to be run: its job is not cancelled. */
  isDue({ queueName, jobId }: Pushed): boolean {
    return !this.jobs.get(`${queueName} ${jobId}`)?.isCancelled;
  }

  /** Counts an event whose consumer has ended. */
  end({ queueName, jobId }: Pushed, how: 'success' | 'failed'): void {
    const { stats } = this.jobs.get(`${queueName} ${jobId}`) ?? {};
    if (!stats) return;
    stats[how] += 1;
    stats.inProgress = Math.max(0, stats.inProgress - 1);
  }
}

/** The one of a preview, or of a test file. */
export const queues = new Queues();
