import { Button, Inline, ProgressBar, SectionMessage, Spinner, Stack, Text } from '@forge/react';
import type { Item } from '../contract';
import type { Failure, ViewState } from '#bgscript/view';

interface ViewProps {
  state: ViewState;
  /** Makes the script load again, for every view on the page. */
  reload: () => void;
}

/** The texts for people when there is no data, or no newer data. */
const FAILURES: Record<Failure, string> = {
  'no-answer': 'The part of this app that loads the data is not running. Reload the page to start it again.',
  'load-failed': 'The data could not be loaded.',
};

/** Yours: what people see while they wait, when there is data, and when loading failed. */
export function View({ state, reload }: ViewProps) {
  switch (state.status) {
    case 'waiting':
      return <Spinner label="Loading" />;
    case 'ready':
      return <Ready {...state} reload={reload} />;
    case 'error':
      return <Failed failure={state.failure} reload={reload} />;
  }
}

type ReadyProps = Extract<ViewState, { status: 'ready' }> & { reload: () => void };

function Ready({ data, busy, failure, reload }: ReadyProps) {
  const most = Math.max(1, ...data.items.map((item) => item.value));
  return (
    <Stack space="space.150">
      {data.items.length === 0 && <Text>Nothing to show yet.</Text>}
      {data.items.map((item) => (
        <Bar key={item.id} item={item} most={most} />
      ))}
      <Inline spread="space-between" alignBlock="center">
        <Text size="small" color="color.text.subtle">
          Loaded {new Date(data.loadedAt).toLocaleTimeString()}
        </Text>
        <Button onClick={reload} isDisabled={busy}>
          {busy ? 'Reloading…' : 'Reload'}
        </Button>
      </Inline>
      {failure && (
        <SectionMessage appearance="warning">
          <Text>{FAILURES[failure]} What you see was loaded earlier.</Text>
        </SectionMessage>
      )}
    </Stack>
  );
}

function Bar({ item, most }: { item: Item; most: number }) {
  return (
    <Stack space="space.050">
      <Inline spread="space-between">
        <Text>{item.label}</Text>
        <Text>{item.value}</Text>
      </Inline>
      <ProgressBar ariaLabel={item.label} value={item.value / most} />
    </Stack>
  );
}

function Failed({ failure, reload }: { failure: Failure; reload: () => void }) {
  return (
    <SectionMessage appearance="error" title="Nothing to show">
      <Stack space="space.100" alignInline="start">
        <Text>{FAILURES[failure]}</Text>
        <Button onClick={reload}>Try again</Button>
      </Stack>
    </SectionMessage>
  );
}
