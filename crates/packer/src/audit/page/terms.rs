//! What the figures mean, and where their formulas come from.

pub(super) const TERMS: &str = "<h2 id=\"terms\">What the figures mean</h2>
<p>Each formula is the one of the paper that is named; the code that computes it is in a file of its own, with an example that can be computed by hand.</p>
<dl class=\"terms\">
<dt>Score</dt>
<dd>How well an item fits, where the best candidate has 1. It comes from what tends to follow the items that the customer looked at, from their interests, and to a small part from popularity. The shop has no part in it.</dd>
<dt>Boost</dt>
<dd>What the shop adds: <code class=\"formula\">final = s + eps * b</code> b is a property of the item alone, from 0 to 1, and the same for every customer; eps is what the policy says, at most 0.10. It is added last, so for every item i that stands above an item j: <code class=\"formula\">s(j) - s(i) &lt;= eps</code></dd>
<dt>Displacement</dt>
<dd>The largest s(j) - s(i) of any i that stands above a j. A multiplicative boost has no bound on it, which is why none is offered.</dd>
<dt>List regret</dt>
<dd>The share of its relevance that a list gives up, upper places counting more: <code class=\"formula\">R = 1 - sum d(r) s(L_r) / sum d(r) s(L*_r),   d(r) = 1 / log2(r + 1)</code> L is the list shown, L* the one without the boost. The discount is that of DCG (J\u{e4}rvelin and Kek\u{e4}l\u{e4}inen 2002).</dd>
<dt>Miscalibration</dt>
<dd>How far the mix of categories in a list is from the mix in what the customer looked at; 0 is the same mix (Steck 2018): <code class=\"formula\">C = sum p log(p / q~),   q~ = (1 - a) q + a p,   a = 0.01</code> p is the mix of the history, q that of the list.</dd>
<dt>Diversity</dt>
<dd>The mean distance of all pairs of a list (intra-list diversity: Smyth and McClave 2001; Zhang and Hurley 2008). The distance of two items is one minus the share of their attributes that they have in common (Jaccard 1901): 0 are alike, 1 have nothing in common.</dd>
<dt>Gini</dt>
<dd>How unequally the places of all lists fall to the items: 0 where all are shown equally often, near 1 where one takes all (Gini 1912; of recommendations: Fleder and Hosanagar 2009). The curve beside it is that of Lorenz (1905).</dd>
<dt>Coverage, head</dt>
<dd>The share of the items to be had that are in at least one list; and the share of all places that the most popular tenth of the items takes.</dd>
<dt>Support threshold</dt>
<dd>How many different visitors a pair of items needed to be in the public table. It removes single traces; it is not anonymity.</dd>
</dl>
";
