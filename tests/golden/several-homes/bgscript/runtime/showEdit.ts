/** The settings of a view. Each home saves them in its own way, and has its own frame for the owner's fields. */
import type { ComponentType } from 'react';
import type { EditProps } from './editProps';
import { getContext } from '../platform/context';

/** Shows the fields of `Edit` in the frame of the home that this runs in. */
export async function showEdit(Edit: ComponentType<EditProps>): Promise<void> {
  const { type } = await getContext();
  const home = await (type === 'jira:dashboardGadget'
    ? import('./showEdit.jira-dashboard')
    : import('./showEdit.home-dashboard'));
  await home.showEdit(Edit);
}
