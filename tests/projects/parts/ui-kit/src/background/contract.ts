/** Yours: what the script loads once and every view shows. Only JSON values: it is sent between iframes. */
export interface SharedData {
  /** When the data was loaded, ISO 8601. */
  loadedAt: string;
  items: Item[];
}

export interface Item {
  id: string;
  label: string;
  value: number;
}
