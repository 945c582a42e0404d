//! `EX`: attribute-mapping expressions. 1xx syntax, 20x check errors, 25x check warnings, 3xx evaluation.

codes! {
    UNEXPECTED "EX101" "unexpected-token" Error as "parse"
        "A character or word stands where it cannot."
        "An expression is one value: a text in quotes, an attribute in brackets, or a function call whose arguments are divided by commas."
        from "Entra: Reference for writing expressions for attribute mappings";
    UNTERMINATED_TEXT "EX102" "unterminated-text" Error as "parse"
        "A text is not closed by a double quote."
        "Texts stand in double quotes. A quote inside is written `\\\"`, a backslash at the end `\\\\`."
        from "Entra: Reference for writing expressions for attribute mappings";
    UNCLOSED_ATTRIBUTE "EX103" "unclosed-attribute" Error as "parse"
        "An attribute reference lacks its closing bracket."
        "Attributes stand in brackets: `[mail]`. Brackets and quoted text inside the name must be matched."
        from "Entra: Reference for writing expressions for attribute mappings";
    ATTRIBUTE_NAME "EX104" "attribute-without-name" Error as "parse"
        "An attribute reference has no name."
        "Write the name of a source attribute between the brackets, such as `[mail]`."
        from "Entra: Reference for writing expressions for attribute mappings";
    UNCLOSED_CALL "EX105" "unclosed-call" Error as "parse"
        "A function call lacks its closing parenthesis."
        "Every `(` needs its `)`. The label shows the call that is still open."
        from "Entra: Reference for writing expressions for attribute mappings";
    MISSING_COMMA "EX106" "missing-comma" Error as "parse"
        "Two arguments stand side by side without a comma."
        "Arguments are divided by commas, also where they stand on lines of their own."
        from "Entra: Reference for writing expressions for attribute mappings";
    TRAILING "EX107" "text-after-expression" Error as "parse"
        "Text follows the end of the expression."
        "An expression is exactly one value. Use `Join` or `Append` to put several together."
        from "Entra: Reference for writing expressions for attribute mappings";
    FOREIGN_OPERATOR "EX108" "unknown-operator" Error as "parse"
        "The language has no such operator."
        "The only operators are `=`, `<>`, `>`, `>=`, `<` and `<=` in the condition of IIF. AND and OR are written by nesting IIF; texts are put together by Append or Join."
        from "Entra: Reference for writing expressions for attribute mappings (IIF)";
    CHAINED_COMPARISON "EX109" "chained-comparison" Error as "parse"
        "A condition holds more than one comparison."
        "Put another IIF in a branch: in the true branch for AND, in the false branch for OR."
        from "Entra: Reference for writing expressions for attribute mappings (IIF)";
    CONNECT_SYNC "EX110" "connect-sync-syntax" Error as "parse"
        "This is the syntax of Connect Sync, not of provisioning mappings."
        "Connect Sync rules look alike but have variables, operators and further functions. None of that is valid in attribute mappings of the provisioning service."
        from "Entra: Connect Sync functions reference";
    INDEXING "EX111" "indexing" Error as "parse"
        "There is no indexing with brackets."
        "Use `Item(list, number)`; the first value has number 1."
        from "Entra: Reference for writing expressions for attribute mappings (Item)";
    ELLIPSIS "EX112" "ellipsis" Error as "parse"
        "Dots stand where the documentation left something out."
        "Replace them by the arguments that belong there.";
    WRONG_QUOTE "EX113" "wrong-quotes" Error as "parse"
        "A text stands in quotes other than straight double quotes."
        "Only `\"` delimits texts. Word processors and web pages often turn it into other quotes."
        from "Entra: Reference for writing expressions for attribute mappings";
    EMPTY "EX114" "empty-expression" Error as "parse"
        "The expression is empty."
        "Write an attribute such as `[mail]`, a text in quotes, or a function call.";

    UNKNOWN_FUNCTION "EX201" "unknown-function" Error as "unknown_function"
        "There is no function of this name."
        "The list of functions is closed. `scimwright functions` lists all of them; functions of Connect Sync such as `LCase` have other names here."
        from "Entra: Reference for writing expressions for attribute mappings";
    ARGUMENT_COUNT "EX202" "wrong-argument-count" Error as "arity"
        "A function has too few or too many arguments."
        "Arguments are positional, and an omitted one still needs its comma. `Switch` needs an even number: source, default, then pairs of key and value."
        from "Entra: Reference for writing expressions for attribute mappings";
    MISSING_ARGUMENT "EX203" "missing-argument" Error as "arity"
        "A required argument is left out."
        "An argument left out is not an empty text: where one will do, write `\"\"`, or an empty constant in a tree."
        from "Entra: Reference for writing expressions for attribute mappings";
    UNKNOWN_WORD "EX204" "unknown-word" Error as "parse"
        "A bare word is none of those that functions know."
        "Texts stand in quotes, attributes in brackets. `True`, `False` and `NULL` without quotes belong to Connect Sync."
        from "Entra: Reference for writing expressions for attribute mappings";
    NESTED_SELECT_UNIQUE "EX205" "nested-select-unique-value" Error as "nesting"
        "SelectUniqueValue stands inside another function."
        "It may only be the outermost function. Move the function around it into each of its rules."
        from "Entra: Reference for writing expressions for attribute mappings (SelectUniqueValue)";
    NUMBER_RANGE "EX206" "number-constant-out-of-range" Error as "argument"
        "A number has more digits than a number can have."
        "Whole numbers have 64 bits, fractions 96 bits and 28 places. Write longer ones as texts.";

    NAME_CASE "EX251" "name-case" Warning
        "A function or word is spelled in another case than documented."
        "The reference calls the syntax case-sensitive, although its own examples contain `switch(` and `Instr(`. Write the name as documented."
        from "Entra: Reference for writing expressions for attribute mappings";
    ATTRIBUTE_CASE "EX252" "attribute-case" Warning
        "An attribute is spelled in another case than in the schema."
        "Directory extension names are case-sensitive; write every attribute as the schema has it."
        from "Entra: Customize application attributes";
    IIF_NULL_TEST "EX253" "iif-null-test" Warning
        "The condition of an IIF tests for a missing value."
        "The reference lists this as unsupported and recommends `Switch([a], [a], \"\", \"fallback\")`, of which it says elsewhere that incremental cycles may see no value. `Coalesce([a], \"fallback\")` does the same without that, and takes lists too. Default mappings use the test all the same, so it is evaluated as it reads."
        from "Entra: Reference for writing expressions for attribute mappings (IIF, known limitations)";
    SWITCH_NULL_TEST "EX254" "switch-null-test" Warning
        "The source of a Switch is a test for a missing value."
        "The reference advises against it; other pages of the documentation recommend exactly this. Compare its result with the keys `\"True\"` and `\"False\"`."
        from "Entra: Reference for writing expressions for attribute mappings (Switch)";
    SWITCH_INCREMENTAL "EX255" "switch-incremental" Info
        "In incremental cycles a Switch may see no value."
        "When the source attribute of a Switch did not change, an incremental cycle can evaluate it to null. Nested IIF is the advised alternative where keys are texts, `Coalesce` where a missing value is replaced. A preview always evaluates the whole object."
        from "Entra: Reference for writing expressions for attribute mappings (Switch, caution)";
    COMPARISON_PLACE "EX256" "comparison-place" Warning
        "A comparison stands outside the condition of IIF and outside CBool."
        "Comparisons are documented there only. Elsewhere they give the text `True` or `False`."
        from "Entra: Reference for writing expressions for attribute mappings (IIF, CBool)";
    REPLACE_MODE "EX257" "replace-mode" Warning
        "Arguments given to Replace fit none of its modes, select another than meant, or are not read."
        "Which of the seven positions are filled selects what Replace does. The usual slip is `Replace([x], \"a\", \"b\")`; the replacement is the fifth argument: `Replace([x], \"a\", , , \"b\", , )`."
        from "Entra: Reference for writing expressions for attribute mappings (Replace)";
    ATTRIBUTE_LIKE_CALL "EX258" "attribute-looks-like-call" Warning
        "An attribute name looks like a function call."
        "Everything between brackets is the name of an attribute. Remove the brackets around the call."
        from "Entra: Reference for writing expressions for attribute mappings";
    SELECT_UNIQUE_TARGET "EX259" "select-unique-value-target" Warning
        "SelectUniqueValue is used for an application target."
        "It is supported only when Workday, SuccessFactors or the provisioning API writes to on-premises Active Directory, not for SCIM applications such as Gong."
        from "Entra: Reference for writing expressions for attribute mappings (SelectUniqueValue)";
    NONDETERMINISTIC "EX260" "changes-every-cycle" Warning
        "The value differs in every cycle."
        "Guid, Now and RandomString give a new value at each evaluation. In a mapping that always applies, every cycle sees a change. Let the mapping apply only during object creation, unless a date has to be compared in each cycle."
        from "Entra: Reference for writing expressions for attribute mappings";
    ROLE_SCOPE "EX261" "role-scope" Error
        "Role functions do not fit the scope \"sync all users and groups\"."
        "Users that are not assigned have no role. Set the scope to assigned users and groups."
        from "Entra: Customize application attributes (provisioning a role)";
    SWITCH_REFERENCE "EX262" "switch-reference" Warning
        "Switch is used for a reference attribute."
        "References such as `manager` need a direct mapping."
        from "Entra: Reference for writing expressions for attribute mappings (Switch)";
    TOO_LONG "EX263" "expression-too-long" Warning
        "The expression has more characters than the service accepts."
        "Attribute-mapping expressions hold at most 10,000 characters. They are counted as UTF-16 units here; the unit is not documented."
        from "Entra: Known issues";
    IGNORE_NESTED "EX264" "ignore-flow-nested" Warning
        "IgnoreFlowIfNullOrEmpty stands inside another function."
        "Only as the outermost function can it drop the attribute from the flow. Inside another function it gives its value or null."
        from "Entra: Reference for writing expressions for attribute mappings (IgnoreFlowIfNullOrEmpty)";
    LONG_DELIMITER "EX265" "long-delimiter" Warning
        "The delimiter of Split has more than one character."
        "Split is documented for a single character. A longer delimiter is matched as a whole here."
        from "Entra: Reference for writing expressions for attribute mappings (Split)";
    IMPLICIT_DATE "EX266" "implicit-date" Warning
        "A text is used as a date without CDate."
        "The reference asks for `CDate(…)` around texts in DateAdd and DateDiff. The text is read by the same rules here."
        from "Entra: Reference for writing expressions for attribute mappings (DateAdd)";
    TWO_DIGIT_YEAR "EX267" "two-digit-year" Warning
        "A two-digit year is read."
        "Years 00 to 49 are read as 20xx, 50 to 99 as 19xx; older runtimes read 30 to 49 as 19xx. Which one the service runs on is not documented."
        from ".NET: TwoDigitYearMax default is 2049";
    UNKNOWN_GROUP "EX268" "unknown-group" Warning
        "Replace names a group that its pattern does not have."
        "As `regexGroupName` it fails where this part is reached; in a replacement the reference stays plain text. A named group is written `(?<name>…)`; names are case-sensitive."
        from "Entra: Reference for writing expressions for attribute mappings (Replace)";
    MISTAKEN_LETTER "EX269" "mistaken-date-letter" Warning
        "A letter or blank of a date format is probably a mistake."
        "Date formats are case-sensitive: `M` is the month and `m` the minute, years are `y` and days are `d`. Other letters, and blanks at either end, stand as they are."
        from ".NET: Custom date and time format strings";
    AMBIGUOUS_SWITCH "EX270" "ambiguous-switch" Warning
        "A Switch was rebuilt from parameters that do not say what its text omits."
        "Every key and value stands under the same key `switchValue`, and omitted arguments do not appear: the first may be the default, and a value may be lost, which is an error where an odd number of them is left. Keep the text of the expression."
        from "Microsoft Graph: attributeMappingSource";
    SEVERAL_ROLES "EX271" "several-roles" Warning
        "SingleAppRoleAssignment meets an object with several roles."
        "The service does not promise which role is sent, and has been reported to fail instead; the first is shown. Assign one role, or map all of them with AppRoleAssignmentsComplex."
        from "Entra: Customize application attributes";
    BOOLEAN_CASE "EX272" "boolean-case" Warning
        "A Boolean is compared with a text that it never equals."
        "The text of a Boolean is `True` or `False`, and texts compare case-sensitively: the key `\"false\"` of a Switch never matches. Attributes are Booleans as the configuration defines them, others as the directory does."
        from "Entra: Reference for writing expressions for attribute mappings (Switch)";

    NOT_A_DATE "EX301" "not-a-date" Error as "date"
        "A value is not a date, or a result lies outside the years 1 to 9999."
        "Dates are read as `yyyy-MM-dd` with an optional time and offset, or as `M/d/yyyy h:mm:ss tt`. Use FormatDateTime for other forms."
        from "Entra: Reference for writing expressions for attribute mappings (CDate)";
    WRONG_TYPE "EX302" "wrong-type" Error as "type"
        "A value cannot be converted to the type the function needs."
        "A list of several values, a role object or a text that is no number does not fit everywhere. Use `Item`, `Join` or a conversion function.";
    INVALID_ARGUMENT "EX303" "invalid-argument" Error as "argument"
        "A value lies outside what the function allows."
        "The message names the argument, the help what it may be.";
    INDEX "EX304" "index-out-of-range" Error as "index"
        "Item is asked for a value that does not exist."
        "Values are numbered from 1. Test with `Count` first."
        from "Entra: Reference for writing expressions for attribute mappings (Item)";
    MISSING_INPUT "EX305" "missing-input" Error as "variable"
        "The expression needs a value from outside the source object that was not given."
        "Variables such as `%DomainFQDN%`, the tenant's default domain and the current time come from the caller.";
    NO_UNIQUE_VALUE "EX306" "no-unique-value" Error as "no_unique_value"
        "Every rule of SelectUniqueValue gives a value that is taken."
        "Add a rule that differs further. The service puts such an object aside and tries again later."
        from "Entra: Reference for writing expressions for attribute mappings (SelectUniqueValue)";
    RAISED "EX307" "raised-by-expression" Error as "custom"
        "The expression called Error."
        "The message is the author's own; the object fails as intended."
        from "Entra: Expression reference for cloud sync (Error)";
}
