/** What the settings of a view use of bgscript. */
export { showEdit } from './runtime/showEdit';
export type { EditProps } from './runtime/editProps';
