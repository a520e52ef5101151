const bridge = require('@forge/bridge');
bridge.events.on('answer', console.log);
bridge.events.emit('ask');
