//! Which column plays which role: said by a flag, or guessed from its name.

use super::records::Records;
use crate::PackError;

/// A role that a column can play, and the names it goes by, the likeliest first. Names are
/// compared in small letters without spaces and marks.
pub(crate) struct Role {
    pub(crate) name: &'static str,
    names: &'static [&'static str],
}

impl Role {
    /// Whether a column of this name is likely to play the role.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.names.contains(&plain(name).as_str())
    }
}

/// The place of the column that plays a role: the one a flag names, else the likeliest.
pub(crate) fn find(
    records: &Records,
    role: &Role,
    said: &[(String, String)],
) -> Result<Option<usize>, PackError> {
    if let Some((_, name)) = said.iter().find(|(said, _)| said == role.name) {
        return named(records, name).map(Some);
    }
    let plain: Vec<String> = records.columns.names.iter().map(|name| plain(name)).collect();
    Ok(role.names.iter().find_map(|name| plain.iter().position(|column| column == name)))
}

/// The place of a column that cannot be done without.
pub(crate) fn need(
    records: &Records,
    role: &Role,
    said: &[(String, String)],
) -> Result<usize, PackError> {
    find(records, role, said)?.ok_or_else(|| PackError::ColumnMissing {
        path: records.path.clone(),
        role: role.name,
        columns: records.columns.names.clone(),
    })
}

/// The place of the column with a name.
pub(crate) fn named(records: &Records, name: &str) -> Result<usize, PackError> {
    records.columns.names.iter().position(|column| column == name).ok_or_else(|| {
        PackError::ColumnUnknown {
            path: records.path.clone(),
            name: name.to_owned(),
            columns: records.columns.names.clone(),
        }
    })
}

/// Refuses a role that does not exist, so that a slip in a flag is not passed over.
pub(crate) fn check_roles(said: &[(String, String)]) -> Result<(), PackError> {
    match said.iter().find(|(role, _)| !ROLES.iter().any(|known| known.name == role)) {
        None => Ok(()),
        Some((role, name)) => Err(PackError::FlagUnclear {
            flag: "--column",
            value: format!("{role}={name}"),
            expected: "session, visitor, time, order, year, month, day, item, kind, id, title, url, available, denied, boost, sponsored, popularity, image, iab or google before the =",
        }),
    }
}

/// A name in small letters, letters and digits only.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(crate) const SESSION: Role = Role {
    name: "session",
    names: &[
        "session",
        "sessionid",
        "visit",
        "visitid",
        "basket",
        "basketid",
        "invoice",
        "invoiceno",
        "orderid",
        "cartid",
        "gasessionid",
    ],
};
pub(crate) const VISITOR: Role = Role {
    name: "visitor",
    names: &[
        "visitor",
        "visitorid",
        "user",
        "userid",
        "customer",
        "customerid",
        "client",
        "clientid",
        "userpseudoid",
        "anonymousid",
    ],
};
pub(crate) const TIME: Role = Role {
    name: "time",
    names: &[
        "time",
        "timestamp",
        "datetime",
        "eventtime",
        "eventtimestamp",
        "ts",
        "date",
        "createdat",
        "invoicedate",
        "orderdate",
    ],
};
pub(crate) const ORDER: Role =
    Role { name: "order", names: &["order", "position", "step", "seq", "sequence", "eventnumber"] };
pub(crate) const YEAR: Role = Role { name: "year", names: &["year"] };
pub(crate) const MONTH: Role = Role { name: "month", names: &["month"] };
pub(crate) const DAY: Role = Role { name: "day", names: &["day"] };
pub(crate) const ITEM: Role = Role {
    name: "item",
    names: &[
        "item",
        "itemid",
        "product",
        "productid",
        "sku",
        "article",
        "articleid",
        "stockcode",
        "handle",
        "id",
    ],
};
pub(crate) const KIND: Role = Role {
    name: "kind",
    names: &["kind", "event", "eventtype", "eventname", "action", "actiontype", "behaviour"],
};
pub(crate) const ID: Role = Role {
    name: "id",
    names: &[
        "id",
        "item",
        "itemid",
        "product",
        "productid",
        "sku",
        "article",
        "articleid",
        "stockcode",
        "handle",
        "urlhandle",
    ],
};
pub(crate) const TITLE: Role = Role {
    name: "title",
    names: &["title", "name", "productname", "itemname", "producttitle", "description"],
};
pub(crate) const URL: Role = Role { name: "url", names: &["url", "link", "href", "producturl"] };
pub(crate) const AVAILABLE: Role =
    Role { name: "available", names: &["available", "availability", "instock", "stock"] };
pub(crate) const DENIED: Role = Role { name: "denied", names: &["denied", "sensitive", "adult"] };
/// Ids of the IAB's Content Taxonomy.
pub(crate) const IAB: Role = Role {
    name: "iab",
    names: &[
        "iab",
        "iabid",
        "iabids",
        "iabcat",
        "iabcategory",
        "iabcategories",
        "iabcategoryid",
        "iabcategoryids",
        "iabcode",
        "iabcodes",
        "iabcontenttaxonomy",
        "contenttaxonomy",
    ],
};
/// Numbers or paths of Google's product taxonomy.
pub(crate) const GOOGLE: Role = Role {
    name: "google",
    names: &[
        "googleproductcategory",
        "googleproductcategoryid",
        "googleshoppinggoogleproductcategory",
        "googlecategory",
        "googletaxonomy",
        "googletaxonomyid",
    ],
};
/// The file or address of an item's picture.
pub(crate) const IMAGE: Role = Role {
    name: "image",
    names: &["image", "imagelink", "imageurl", "imagesrc", "img", "picture", "photo", "thumbnail"],
};
pub(crate) const BOOST: Role = Role { name: "boost", names: &["boost"] };
pub(crate) const SPONSORED: Role = Role { name: "sponsored", names: &["sponsored", "promoted"] };
pub(crate) const POPULARITY: Role =
    Role { name: "popularity", names: &["popularity", "sales", "sold", "orders"] };

const ROLES: [Role; 20] = [
    SESSION, VISITOR, TIME, ORDER, YEAR, MONTH, DAY, ITEM, KIND, ID, TITLE, URL, AVAILABLE, DENIED,
    BOOST, SPONSORED, POPULARITY, IMAGE, IAB, GOOGLE,
];

/// The columns of a table that says what becomes of the shop's categories.
pub(crate) const CATEGORY: Role =
    Role { name: "category", names: &["category", "label", "name", "from"] };
pub(crate) const TOPIC: Role =
    Role { name: "topic", names: &["topic", "becomes", "verdict", "to", "deny"] };
pub(crate) const REASON: Role = Role { name: "reason", names: &["reason", "because", "why"] };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_marks_and_capitals() {
        assert_eq!(plain("Session_Id"), "sessionid");
        assert_eq!(plain(" Événement "), "événement");
    }

    #[test]
    fn a_role_that_does_not_exist_is_refused() {
        assert!(check_roles(&[("session".into(), "s".into())]).is_ok());
        let error = check_roles(&[("sesion".into(), "s".into())]).unwrap_err();
        assert_eq!(error.code(), "flag-unclear");
    }
}
