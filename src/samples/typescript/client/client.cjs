const api = require("acs-token-client");

import("./program.mjs").then(({ runClient }) => runClient(api));
