//! `AM`: attribute mappings.

codes! {
    TARGET_MISSING "AM101" "target-attribute-missing" Error
        "An attribute mapping names no target attribute."
        "Every attribute mapping needs a `targetAttributeName`; without one nothing can flow."
        from "Microsoft Graph: attributeMapping";
    SOURCE_EMPTY "AM102" "source-empty" Warning
        "An attribute mapping has an empty source."
        "A source needs a `name` or an `expression`. Without both it is read as the mapping type None: only the default value flows."
        from "Microsoft Graph: attributeMappingSource";
    NO_MATCHING "AM201" "no-matching-attribute" Error
        "An enabled object mapping has no matching attribute."
        "Without one the service cannot tell whether an object exists in the target. Give the mapping of `userName` (users) or `displayName` (groups) a matching precedence of 1."
        from "Entra: Customize application attributes";
    MATCHING_NOT_FILTERABLE "AM202" "matching-attribute-not-filterable" Error
        "A matching attribute is not one that Gong can filter on."
        "Matching asks the target for objects with the attribute's value. Gong supports filtering on `userName` of users and `displayName` of groups only."
        from "Entra: Configure Gong for automatic user provisioning";
    MATCHING_REPEATED "AM203" "matching-precedence-repeated" Warning
        "Two matching attributes have the same precedence."
        "They are tried in ascending order of precedence, one query each. Which of two equal ones comes first is not documented; here it is document order. Number them apart."
        from "Entra: Customize application attributes";
    MATCHING_UNFIT "AM204" "matching-attribute-unfit" Error
        "A matching attribute has a source that cannot tell objects apart."
        "A constant gives every object the same value, and a mapping without a source gives none. Match on an attribute that is unique to each object."
        from "Entra: Customize application attributes";
    MATCHING_NEGATIVE "AM205" "matching-precedence-negative" Warning
        "A matching precedence is below zero."
        "Matching attributes have a precedence above zero; 0 means that the attribute is not used for matching, and a negative one is read as 0."
        from "Microsoft Graph: attributeMapping";
    TARGET_UNDECLARED "AM206" "target-attribute-undeclared" Warning
        "The target object does not define the attribute."
        "The service requires the definition to exist before an attribute can be mapped. Add it to the target object's attribute list; until then it counts as an optional text. Where the object has no definitions at all and the target is Gong, those of Gong's documentation are used."
        from "Microsoft Graph: Update synchronizationSchema";
    TARGET_CASE "AM207" "target-attribute-case" Warning
        "A target attribute is spelled in another case than in its definition."
        "The definition is used. Spell both alike; SCIM compares attribute names without regard to case, the service may not.";
    TARGET_REPEATED "AM208" "target-attribute-repeated" Error
        "Two attribute mappings of an object mapping have the same target attribute, or targets that exclude each other."
        "The service refuses a second mapping of the same target. The first is previewed; remove the other."
        from "Microsoft Graph: Update synchronizationSchema";
    TARGET_READ_ONLY "AM209" "target-attribute-read-only" Error
        "The target attribute cannot be written."
        "An attribute with the mutability `ReadOnly` is assigned by the target. Remove the mapping."
        from "Microsoft Graph: attributeDefinition";
    TARGET_IMMUTABLE "AM210" "target-attribute-immutable" Info
        "The target attribute can be written on creation only, but its mapping always applies."
        "An update of an `Immutable` attribute is refused by the target. Let the mapping apply only during object creation."
        from "Microsoft Graph: attributeDefinition";
    SOURCE_UNDECLARED "AM211" "source-attribute-undeclared" Warning
        "The source object does not define the attribute."
        "Source attributes carry the provisioning service's own names, which differ from those of Microsoft Graph in places: `telephoneNumber` for `businessPhones`, `mobile` for `mobilePhone`. Directory extensions must be added to the attribute list."
        from "Entra: Customize application attributes";
    SOURCE_UNAVAILABLE "AM212" "source-attribute-unavailable" Error
        "The attribute cannot be the source of a mapping."
        "`userType` and `SamAccountName` are not available as source attributes, and multi-valued directory extensions cannot be mapped."
        from "Entra: Known issues";
    REQUIRED_UNMAPPED "AM213" "required-attribute-unmapped" Error
        "A required target attribute has neither a mapping nor a default."
        "Objects cannot be created without it. Map it."
        from "Microsoft Graph: attributeDefinition";
    REQUIRED_WITHOUT_VALUE "AM214" "required-attribute-without-value" Warning
        "A required target attribute is mapped to nothing."
        "Neither the mapping type None without a default value nor an empty constant ever gives a value. Give the mapping a source or a default."
        from "Microsoft Graph: attributeDefinition";
    TREE_MISMATCH "AM215" "expression-tree-mismatch" Warning
        "The text of a source and its tree say different things."
        "The document holds each source twice: as `expression` text and as a tree of `name` and `parameters`. Which of the two the service reads is not documented. Save the mapping again in the portal, or make both say the same."
        from "Microsoft Graph: attributeMappingSource";
    TYPE_MISMATCH "AM216" "type-mismatch" Warning
        "The types of source and target attribute do not fit."
        "Values are text until they meet the type of the target attribute; a text that does not convert makes the object fail. Convert it with an expression."
        from "Microsoft Graph: attributeDefinition";
    SEVERAL_INTO_ONE "AM217" "several-values-into-one" Warning
        "A multi-valued source attribute is mapped to a target attribute with one value."
        "Choose one value with `Item`, or put all of them into one text with `Join`."
        from "Microsoft Graph: attributeDefinition";
    VALUE_UNFIT "AM218" "constant-unfit-for-type" Error
        "A constant or default value does not fit the type of the target attribute."
        "Booleans are `True` or `False`, integers are digits. The value would fail at every object it is used for."
        from "Microsoft Graph: attributeDefinition";
    FLOW_TYPE_UNFIT "AM219" "flow-type-unfit" Warning
        "The flow type is for multi-valued attributes, but the target attribute has one value."
        "`MultiValueAddOnly` lets values be added to a multi-valued attribute. Use `AttributeAddOnly` to fill an empty attribute, or `Always`."
        from "Microsoft Graph: attributeMapping";
    PLACEHOLDER "AM220" "service-placeholder" Info
        "A constant is a placeholder that only the service can fill."
        "Constants such as `%DomainFQDN%` get their value from the job's settings. A preview shows the placeholder itself."
        from "Entra: Attribute mapping in cloud sync";
    NOT_IN_PROFILE "AM221" "target-attribute-unknown-to-gong" Warning
        "The target attribute is not among those that Gong documents."
        "Gong supports 13 attributes of users and 2 of groups. What it does with others is not documented; it probably ignores them."
        from "Entra: Configure Gong for automatic user provisioning";
    NAME_UNFIT "AM222" "name-unfit-for-expression" Error
        "A name in the tree of a source cannot stand in an expression."
        "The tree has to say the same as a text. In a text the name of an attribute stands in brackets and would be read as something else where it holds brackets or quotes that are not closed; names of functions are letters, digits and `_`."
        from "Microsoft Graph: attributeMappingSource";
    ARGUMENT_REPEATED "AM223" "argument-repeated" Error
        "A function in the tree of a source is given one argument more than once."
        "Arguments are the `parameters` of the function by `key`. Only a parameter that repeats may stand there several times."
        from "Microsoft Graph: attributeMappingSource";
    ACTIVE_UNFIT "AM224" "active-mapping-unfit" Warning
        "The mapping of `active` does not follow who is to be disabled."
        "Entra disables people through `active`, from the computed `IsSoftDeleted`: true for who is unassigned, out of scope, disabled or deleted. As text it is `True` or `False`, and `Switch` is case-sensitive. Use the default mapping, and let it apply always."
        from "Entra: How provisioning works";
    MATCHING_SEVERAL "AM225" "matching-source-several" Warning
        "The source of a matching attribute reads several attributes."
        "Not documented: administrators report that the service refuses to save such a mapping, because a joining property has more than one source name. Match on an attribute whose source reads one.";
    MATCHING_CHOSEN "AM226" "matching-value-chosen" Error
        "A matching attribute has its value from SelectUniqueValue."
        "It chooses a value that no account has, so a person's account is never found. Use it for other attributes, and during object creation only."
        from "Entra: Reference for writing expressions for attribute mappings (SelectUniqueValue)";
    BARE_ROLES "AM227" "role-assignments-without-expression" Error
        "`appRoleAssignments` is mapped without a function."
        "It holds the assignments as Entra has them, not roles in a form that applications read. Use one of the role functions."
        from "Entra: Customize application attributes (provisioning a role)";
    EXTENSION_NAME "AM228" "extension-attribute-name" Warning
        "The name of an extension's attribute has a dot where a colon belongs."
        "The service splits schema and attribute at the last colon, so `:2.0:User.ATTRIBUTE` becomes an attribute `User` with a sub-attribute. Write `urn:ietf:params:scim:schemas:extension:NAME:2.0:User:ATTRIBUTE`."
        from "Entra: Customize application attributes";
    CUSTOM_UNFIT "AM229" "custom-attribute-unfit" Warning
        "A custom attribute is multi-valued, complex or a reference."
        "Attributes that administrators add to a SCIM application hold one simple value. Those that a gallery application brings along may be of other kinds."
        from "Entra: Customize application attributes";
    FILTERS_OVERLAP "AM230" "target-filters-overlap" Warning
        "Two targets choose values of one attribute by conditions that one value can meet."
        "Where one value meets both, each cycle writes it anew, once for either mapping. Choose values by conditions that exclude each other, such as different types."
        from "RFC 7643 §2.4";
    CASE_FAILED "AM391" "mapping-case-failed" Error
        "A mapping test case gives another result than the expected one."
        "Run `scimwright test` with `--format text` to see both. Either the mapping broke, or the expectation is out of date.";
}
