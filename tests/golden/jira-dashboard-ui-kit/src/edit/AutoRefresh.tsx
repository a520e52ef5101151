import { Label, Textfield } from '@forge/react';

interface AutoRefreshProps {
  /** `undefined` for never. */
  minutes: number | undefined;
  onChange: (minutes: number | undefined) => void;
}

/** Yours: the field for Jira's automatic refresh of a gadget. */
export function AutoRefresh({ minutes, onChange }: AutoRefreshProps) {
  return (
    <>
      <Label labelFor="refresh">Refresh automatically, every … minutes (leave empty for never)</Label>
      <Textfield
        id="refresh"
        type="number"
        min={1}
        defaultValue={minutes === undefined ? '' : String(minutes)}
        onChange={({ target }) => onChange(target.value === '' ? undefined : Number(target.value))}
      />
    </>
  );
}
