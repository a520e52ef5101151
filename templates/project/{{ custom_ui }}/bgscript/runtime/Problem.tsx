interface ProblemProps {
  text: string;
  retry: () => void;
}

/** In place of what could not be shown. */
export function Problem({ text, retry }: ProblemProps) {
  return (
    <div role="alert" className="failed">
      <p>{text}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
