/** The sentences of the provisioning log, step by step. */

import type { ProvisioningStep } from "scimwright";
import { capital, h, sentence, value, type Child } from "../dom";
import type { Preview } from "../types";

/** What the log tells; of an object that the configuration does not map, there is no record. */
export function stepsOf({ log }: Preview): readonly ProvisioningStep[] {
  return log?.provisioningSteps ?? [];
}

/** Why nothing came of it: the reason, and what to do. */
export function statusText({ log }: Preview): Child {
  const errorInformation = log?.provisioningStatusInfo.errorInformation;
  return errorInformation && [h("p", null, sentence(`${capital(errorInformation.reason)}.`)), h("p", null, sentence(errorInformation.recommendedAction))];
}

export function logText(preview: Preview, ...types: ProvisioningStep["provisioningStepType"][]): Child {
  return stepsOf(preview)
    .filter((step) => types.includes(step.provisioningStepType) && step.description !== "")
    .map((step) => h("p", { class: "log-step" }, value(step.description, "value wrap")));
}
