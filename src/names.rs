//! The names of what crosses the door: one table for both ways, in and out.

/// Gives every variant of an enum the name that it has outside.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal,)* }) => {
        impl $type {
            /// The one of this name.
            pub fn from_name(name: &str) -> Option<$type> {
                Some(match name {
                    $($name => $type::$variant,)*
                    _ => return None,
                })
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name,)*
                }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

pub(crate) use names;
