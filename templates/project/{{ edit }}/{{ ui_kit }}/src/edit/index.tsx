import { showEdit } from '#bgscript/edit';
import { Edit } from './Edit';

await showEdit(Edit);
