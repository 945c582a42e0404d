/** The sentences of the provisioning log, step by step. */

import type { ProvisioningStep } from "scimwright";
import { h, value, type Child } from "../dom";
import type { Preview } from "../types";

export function logText(preview: Preview, ...types: ProvisioningStep["provisioningStepType"][]): Child {
  return preview.log.provisioningSteps
    .filter((step) => types.includes(step.provisioningStepType) && step.description !== "")
    .map((step) => h("p", { class: "log-step" }, value(step.description, "value wrap")));
}
