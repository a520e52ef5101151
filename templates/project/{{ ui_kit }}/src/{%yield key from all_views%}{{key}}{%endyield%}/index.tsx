import { showView } from '#bgscript/view';
import { View } from './View';

showView(View);
