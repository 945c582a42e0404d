//! Payload validation against a target profile.
