//! `GA`: Gong assignments and what Gong makes of a provisioned person.

codes! {
    INVALID "GA101" "invalid-assignments" Error
        "The list of Gong assignments cannot be read."
        "It is a JSON object with `assignments` in listed order, `defaultAssignment`, `fallbackPermissionProfile`, `managerSettings` and `companyEmailDomains`; the message names the member at fault.";
    SEVERAL "GA201" "user-in-several-assignments" Warning
        "The user belongs to the groups of several assignments; only the first listed counts."
        "Settings of several assignments are never merged. Order the assignments in Gong, or take the user out of the other groups."
        from "Gong: Create assignments";
    DEFAULT_EMPTY "GA202" "default-assignment-grants-nothing" Warning
        "The user belongs to no assigned group and gets the default assignment, which grants nothing."
        "The person is imported without seat, data capture or permissions. Add the user to a group that an assignment names, or edit the default assignment."
        from "Gong: Create assignments";
    NO_PROFILE "GA203" "no-permission-profile-chosen" Warning
        "There are no assignments, and no permission profile is chosen for imported people."
        "Choose a permission profile on the provisioning page in Gong, or create assignments."
        from "Entra: Configure Gong for automatic user provisioning";
    MANUAL_KEEPS "GA204" "manual-assignment-ignores-group-change" Warning
        "The person's assignment is set to manual editing, so a change of groups in Entra changes nothing in Gong."
        "Change the settings in Gong by hand, or switch the assignment to automatic updates."
        from "Entra: Configure Gong for automatic user provisioning";
    NEXT_PUSH "GA205" "applied-on-next-push" Info
        "An edited assignment reaches its people only when Entra pushes them again."
        "Any write of Entra for the person counts as a push. Restart provisioning to push everybody."
        from "Entra: Configure Gong for automatic user provisioning";
    MANAGER_OVERRIDES "GA206" "manager-setting-overrides-automatic" Warning
        "A manager changes data capture although the person's assignment is set to automatic updates."
        "Which of the two settings wins is not documented; the edit is taken as accepted until the next push.";
    NO_SEAT "GA207" "permissions-without-seat" Warning
        "The assignment grants permissions but no seat, so what they allow does not work."
        "Add a seat to the assignment, or leave the permissions out."
        from "Gong: Create assignments";
    DOMAIN "GA208" "person-not-imported" Error
        "The person has no primary e-mail address, or one outside the company's domains, so Gong does not import the person."
        "Map an address of one of the company's domains, or add its domain in Gong. Guests keep the domain of their home organisation."
        from "Gong: Microsoft Entra ID provisioning setup";
    LOCKED_FIELD "GA209" "provisioned-field-locked" Warning
        "A profile field that Entra provisions cannot be edited in Gong."
        "Change it in Entra. A field that Entra leaves empty can be set once in Gong."
        from "Gong: provisioning FAQ";
    NO_TITLE "GA210" "job-title-missing" Warning
        "The person has no job title, which one of Gong's articles calls mandatory."
        "Fill what the mapping of `title` reads, by default `jobTitle`, or set its default."
        from "Gong: About provisioning team members";
    NO_MANAGER "GA211" "manager-missing" Warning
        "No manager is known for the person; Gong needs one for its hierarchy."
        "Set the manager in Entra, map it, and have the manager provisioned too. Export users from Graph with `$expand=manager`."
        from "Gong: About provisioning team members";
}
