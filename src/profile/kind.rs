//! Users and groups.

use super::entra::{self, SourceProfile};
use crate::value::json::words;

/// The kind of a source or target object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// Users.
    User,
    /// Groups.
    Group,
}

words!(ObjectKind { User "user", Group "group" });

impl ObjectKind {
    /// What Entra knows of it.
    pub fn source_profile(self) -> &'static SourceProfile {
        match self {
            Self::User => entra::user(),
            Self::Group => entra::group(),
        }
    }

    /// The name of its resource type in SCIM, by which Graph calls it too.
    pub const fn resource_type(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }
}
