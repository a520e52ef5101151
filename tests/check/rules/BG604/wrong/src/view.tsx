import ForgeUI, { IssuePanel, Text, render } from '@forge/ui';

export const run = render(
  <IssuePanel>
    <Text>Hello</Text>
  </IssuePanel>,
);
