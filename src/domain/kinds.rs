//! From the name of a kind to its type, and what follows from that. The one list of both.

use super::agreement::Agreement;
use super::comment::Comment;
use super::concern::Concern;
use super::contact::Contact;
use super::desk::Desk;
use super::goal::Goal;
use super::hours::Hours;
use super::message::Message;
use super::note::Note;
use super::participant::Participant;
use super::partnership::Partnership;
use super::reflection::Reflection;
use super::resource::{Kind, Resource};
use super::round::Round;
use super::settings::Settings;
use super::spec::{Owner, Readers, Spec};
use super::tick::Tick;
use super::topic::Topic;
use super::waitlist::WaitlistEntry;

/// Something that is done with the type of a kind.
pub trait Visitor {
    /// What comes of it.
    type Output;
    /// Does it.
    fn visit<T: Resource>(self) -> Self::Output;
}

struct SpecOf;

impl Visitor for SpecOf {
    type Output = &'static Spec;

    fn visit<T: Resource>(self) -> &'static Spec {
        &T::SPEC
    }
}

impl Kind {
    /// Does something with the type of this kind.
    pub fn visit<V: Visitor>(self, visitor: V) -> V::Output {
        match self {
            Self::Rounds => visitor.visit::<Round>(),
            Self::Topics => visitor.visit::<Topic>(),
            Self::Comments => visitor.visit::<Comment>(),
            Self::Participants => visitor.visit::<Participant>(),
            Self::Partnerships => visitor.visit::<Partnership>(),
            Self::Contacts => visitor.visit::<Contact>(),
            Self::Agreements => visitor.visit::<Agreement>(),
            Self::Hours => visitor.visit::<Hours>(),
            Self::Concerns => visitor.visit::<Concern>(),
            Self::Notes => visitor.visit::<Note>(),
            Self::Ticks => visitor.visit::<Tick>(),
            Self::Goals => visitor.visit::<Goal>(),
            Self::Messages => visitor.visit::<Message>(),
            Self::Reflections => visitor.visit::<Reflection>(),
            Self::Settings => visitor.visit::<Settings>(),
            Self::Desks => visitor.visit::<Desk>(),
            Self::Waitlist => visitor.visit::<WaitlistEntry>(),
        }
    }

    /// What this kind is.
    pub fn spec(self) -> &'static Spec {
        self.visit(SpecOf)
    }

    /// Whether anybody may read things of this kind; of desks, those that are for everybody.
    pub fn is_public(self) -> bool {
        matches!(self.spec().readers, Readers::Everybody | Readers::EverybodyIf(..))
    }

    /// Whether things of this kind are a participant's own. (Rounds, topics, comments and entries of the waitlist belong to no participant.)
    pub fn is_personal(self) -> bool {
        self.spec().owner != Owner::NoParticipant
    }

    /// Whether the programme keeps a field and never shows it.
    pub fn keeps_private(self, field: &str) -> bool {
        self.private_fields().any(|private| private == field)
    }

    /// Fields that the programme keeps and never shows: they are written, and taken out of everything that is read.
    pub fn private_fields(self) -> impl Iterator<Item = &'static str> {
        self.spec().fields.iter().filter(|field| field.private).map(|field| field.name)
    }

    /// Fields that hold the address of a file.
    pub fn file_fields(self) -> impl Iterator<Item = &'static str> {
        self.spec().fields.iter().filter(|field| field.file).map(|field| field.name)
    }
}
