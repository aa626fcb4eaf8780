import { runClient } from "./program.mjs";
import * as api from "acs-token-client";

await runClient(api);
