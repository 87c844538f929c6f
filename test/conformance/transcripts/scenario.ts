// What a transcript is made of: commands of kubectl in their order, and what they need.

/** Scenarios of one area of the suite. */
export interface TranscriptArea {
  /** Such as `kubectl apply`. */
  readonly area: string;
  readonly scenarios: readonly Scenario[];
}

/**
 * A story that begins in a new, empty namespace, which the word `NAMESPACE` stands for in files and commands: the name of
 * whatever has no namespace contains it, so that no two stories meet. As kubectl looks for a kind in all groups,
 * `widget`, `Widget` and the short name `wdgets` are others in each story, too.
 */
export interface Scenario {
  /** Unique in its area. */
  readonly title: string;
  /** By name: what is in the folder that the commands run in. */
  readonly files?: Readonly<Record<string, string>>;
  /** CustomResourceDefinitions as YAML, one a text, that are served, with their schemas, before the story begins. */
  readonly definitions?: readonly string[];
  readonly steps: readonly Step[];
}

/**
 * What follows `kubectl ` on a command line, as a shell would read it: with quotes, `< file`, and `NAME=value` before.
 * For `kubectl edit` there is an editor: `KUBE_EDITOR='replace s/from/to/'`.
 */
export type Step = string | LongStep | RememberedStep;

/** A command whose output stands, from then on, for a word in files and commands; it is not observed. */
export interface RememberedStep {
  readonly run: string;
  /** The word, such as `OWNER`. */
  readonly as: string;
}

/** A command that waits for something. */
export interface LongStep {
  readonly run: string;
  /** Commands that run once the server has begun to answer its watch; they are observed as well. */
  readonly meanwhile?: readonly string[];
  /** Ends the command when it has printed so many lines, as Ctrl-C would. Default: it ends by itself. */
  readonly lines?: number;
}
