/** The sentences of the provisioning log, step by step. */

import { h, value, type Child } from "../dom";
import type { Preview } from "../types";

/** The part of Graph's provisioning log that is shown. */
interface Log {
  provisioningSteps?: { provisioningStepType?: string; description?: string }[];
}

export function logText(preview: Preview, ...types: string[]): Child {
  return ((preview.log as Log).provisioningSteps ?? [])
    .filter((step) => types.includes(step.provisioningStepType ?? "") && step.description)
    .map((step) => h("p", { class: "log-step" }, value(step.description ?? "", "value wrap")));
}
