import { Button, Inline, ProgressBar, SectionMessage, Spinner, Stack, Text } from '@forge/react';
import type { Item, SharedData } from '../contract';
import type { ViewState } from '../runtime/handshake';

interface ViewProps {
  state: ViewState;
  /** Makes the script load again, for every view on the page. */
  reload: () => void;
}

/** Yours: what people see while they wait, when there is data, and when loading failed. */
export function View({ state, reload }: ViewProps) {
  switch (state.status) {
    case 'waiting':
      return <Spinner label="Loading" />;
    case 'ready':
      return <Ready data={state.data} reload={reload} />;
    case 'error':
      return <Failed error={state.error} reload={reload} />;
  }
}

function Ready({ data, reload }: { data: SharedData; reload: () => void }) {
  const most = Math.max(1, ...data.items.map((item) => item.value));
  return (
    <Stack space="space.150">
      {data.items.length === 0 && <Text>Nothing to show yet.</Text>}
      {data.items.map((item) => (
        <Bar key={item.id} item={item} most={most} />
      ))}
      <Inline spread="space-between" alignBlock="center">
        <Text size="small" color="color.text.subtle">
          Loaded {new Date(data.loadedAt).toLocaleTimeString()} {data.about && `for ${data.about}`}
        </Text>
        <Button onClick={reload}>Reload</Button>
      </Inline>
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

function Failed({ error, reload }: { error: string; reload: () => void }) {
  return (
    <SectionMessage appearance="error" title="This could not be loaded">
      <Stack space="space.100" alignInline="start">
        <Text>{error}</Text>
        <Button onClick={reload}>Try again</Button>
      </Stack>
    </SectionMessage>
  );
}
