//! `SS`: the synchronizationSchema document as a whole.

codes! {
    ENVELOPE_UNKNOWN "SS101" "schema-envelope-unknown" Error
        "The document is JSON, but not a synchronizationSchema."
        "A schema has `synchronizationRules` or `directories`. It may stand alone, in the `schema` member of a template, or in a `value` array of those. Export it in the admin center under Attribute mapping > Show advanced options > Review your schema, or read `…/synchronization/jobs/{id}/schema` from Microsoft Graph."
        from "Microsoft Graph: synchronizationSchema";
    TEMPLATE_AMBIGUOUS "SS102" "schema-template-ambiguous" Error
        "The document holds several schemas, and not exactly one is the default."
        "A `value` array may hold one schema, or templates of which one has `default: true`. Keep the one you mean.";
    TRUNCATED_EXPORT "SS103" "schema-truncated-export" Error
        "A part of the export was cut off by the tool that wrote it."
        "PowerShell's `ConvertTo-Json` replaces what lies deeper than `-Depth` (2 by default) with text such as `System.Object[]` or `@{…}`. Export again with `-Depth 64`.";
    WRONG_KIND "SS104" "schema-wrong-kind" Error
        "A property has a value of the wrong JSON type."
        "The value is kept when the document is written back, and the property's default is used meanwhile."
        from "Microsoft Graph: synchronizationSchema";
    ITEM_IGNORED "SS105" "schema-item-ignored" Warning
        "An element of a list is empty, of the wrong kind or without the name it needs, and is ignored."
        "The element is kept when the document is written back. Documentation samples use `{}` as a placeholder; remove it."
        from "Microsoft Graph: synchronizationSchema";
    ENUM_UNKNOWN "SS106" "schema-enum-unknown" Warning
        "A property has a word that is not among its documented ones."
        "The word is kept when the document is written back, and the property's default is used meanwhile."
        from "Microsoft Graph: synchronizationSchema";
    SCALAR_COERCED "SS107" "schema-scalar-coerced" Warning
        "A Boolean or a number is written as a string."
        "It is read as what it says. Microsoft Graph may refuse it when the document is sent back.";
    NAME_CASE "SS108" "schema-name-case" Warning
        "Property names differ from the documented ones in letter case."
        "Dumps of PowerShell objects spell properties in PascalCase. They are read without regard to case; Microsoft Graph may not accept them when the document is sent back.";
    PLACE_MISSING "SS109" "schema-place-missing" Error
        "An edit names a place that the document does not have."
        "Edits name the object mapping or attribute mapping by its JSON pointer, as findings do.";
    DIRECTORY_MISSING "SS201" "schema-directory-missing" Error
        "A rule names a directory that the document does not define."
        "`sourceDirectoryName` and `targetDirectoryName` have to equal the `name` of one of the `directories`."
        from "Microsoft Graph: synchronizationRule";
    OBJECT_MISSING "SS202" "schema-object-missing" Error
        "An object mapping names an object that its directory does not define."
        "`sourceObjectName` and `targetObjectName` have to equal the `name` of one of the directory's `objects`."
        from "Microsoft Graph: objectMapping";
    ANCHOR_COUNT "SS203" "schema-anchor-count" Warning
        "An object does not have exactly one anchor attribute."
        "The anchor is the identity of the object in its directory. Microsoft Graph asks for exactly one; real exports with two exist and work."
        from "Microsoft Graph: attributeDefinition";
    ATTRIBUTE_REPEATED "SS204" "schema-attribute-repeated" Warning
        "An object defines the same attribute twice."
        "Attribute names are unique in an object. The first definition is used here; remove the other."
        from "Microsoft Graph: attributeDefinition";
    REFERENCE_MISSING "SS205" "schema-reference-missing" Warning
        "A reference attribute names an object that its directory does not define."
        "`referencedObjects[].referencedObjectName` has to be an object of the same directory; a reference to anything else cannot be resolved."
        from "Microsoft Graph: attributeDefinition";
    MULTIPLE_MAPPINGS "SS206" "schema-multiple-mappings" Info
        "More than one enabled object mapping applies to the same kind of source object."
        "Each is used in its turn, by rule priority, then in document order: an object that the filters of one leave out is tried with the next. How the service shares objects out among several is not documented; keep one of each kind enabled.";
    NOT_SCIM_OUTBOUND "SS207" "schema-not-scim-outbound" Info
        "No rule leads users or groups from Microsoft Entra ID to another directory."
        "Only provisioning from Entra ID to an application can be previewed. The document can still be read, checked and written back.";
    USER_MAPPING_DISABLED "SS208" "schema-user-mapping-disabled" Warning
        "The object mapping of users is disabled, or there is none."
        "Entra lets administrators switch off the group mapping, not the user mapping; nothing is provisioned without it. One that is marked `Unsynchronized` is not in use."
        from "Entra: Customize application attributes";
    NO_ACTION "SS209" "schema-no-target-action" Warning
        "An enabled object mapping has no target object action."
        "Without Add, Update and Delete nothing is created, changed or deprovisioned. Choose the actions, or disable the mapping."
        from "Microsoft Graph: objectMapping";
    DISPOSITION "SS210" "schema-disposition" Warning
        "An object mapping does not have the disposition `Normal`."
        "Objects of a mapping with the disposition `Discard` or `Escrow` do not flow as usual. The meaning is not documented further."
        from "Microsoft Graph: objectMappingMetadataEntry";
    NOT_EDITABLE "SS211" "schema-rule-not-editable" Info
        "A rule is marked as not editable."
        "The service refuses changes to a rule with `editable: false`."
        from "Microsoft Graph: synchronizationRule";
}
