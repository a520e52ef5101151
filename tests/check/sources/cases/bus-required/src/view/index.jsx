const { events } = require('@forge/bridge');
events.on('answer', console.log);
events.emit('ask');
