import { send } from '../../../shared/bus';
send('ask');
