import { Button, SectionMessage, Stack, Text } from '@forge/react';

interface ProblemProps {
  text: string;
  retry: () => void;
}

/** In place of what could not be shown. */
export function Problem({ text, retry }: ProblemProps) {
  return (
    <SectionMessage appearance="error">
      <Stack space="space.100" alignInline="start">
        <Text>{text}</Text>
        <Button onClick={retry}>Try again</Button>
      </Stack>
    </SectionMessage>
  );
}
