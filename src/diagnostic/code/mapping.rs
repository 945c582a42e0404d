//! `AM`, evaluation: attribute mappings at work on an object. The rows of the check stand in `attribute_mapping`.

codes! {
    TARGET_UNPREDICTABLE "AM301" "target-path-unpredictable" Error
        "The target attribute name has a form the service does not write."
        "Known forms are `attr`, `attr.sub`, `attr[sub eq \"value\"].sub2` and `<URN>:attr`; conditions are joined by `and`. The mapping is left out of the preview."
        from "Entra: Customize application attributes";
    UNFIT_VALUE "AM302" "value-unfit-for-type" Warning
        "The mapped value does not fit the type of the target attribute."
        "It is sent as text. Map `True` or `False` to a Boolean, digits to an integer.";
    OTHER_CASE "AM303" "source-attribute-case" Warning
        "The source attribute was found under a name in another letter case."
        "Write the name as the source spells it. PowerShell's cmdlets begin every name with a capital; `Invoke-MgGraphRequest -OutputType Json` does not.";
    TOO_LONG "AM304" "value-longer-than-target-allows" Warning
        "The mapped value is longer than the target attribute allows."
        "The attribute's definition has a `MaximumLength`. Shorten the value, for example with `Left`.";
}
