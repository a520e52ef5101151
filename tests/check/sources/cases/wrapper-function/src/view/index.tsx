import { send, listen } from '../bus';
listen('answer', console.log);
send('ask');
