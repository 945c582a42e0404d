/** The sentences of the provisioning log, step by step. */

import type { ProvisioningStep } from "scimwright";
import { capital, h, sentence, value, type Child } from "../dom";
import type { Preview } from "../types";

/** Why nothing came of it: the reason, and what to do. */
export function statusText({ log }: Preview): Child {
  const { errorInformation } = log.provisioningStatusInfo;
  return errorInformation && [h("p", null, sentence(`${capital(errorInformation.reason)}.`)), h("p", null, sentence(errorInformation.recommendedAction))];
}

export function logText(preview: Preview, ...types: ProvisioningStep["provisioningStepType"][]): Child {
  return preview.log.provisioningSteps
    .filter((step) => types.includes(step.provisioningStepType) && step.description !== "")
    .map((step) => h("p", { class: "log-step" }, value(step.description, "value wrap")));
}
