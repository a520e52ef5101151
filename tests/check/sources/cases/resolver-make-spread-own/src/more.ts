export const more = { load: () => 1 };
