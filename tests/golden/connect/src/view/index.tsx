import { showView } from '#bgscript/view';
import { View } from './View';

await showView(View);
