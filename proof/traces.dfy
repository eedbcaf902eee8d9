include "invariants.dfy"

// The trace grows by one event at most; what was true of its beginning stays true.
module Traces {
  import opened Terms
  import opened Model
  import opened Invariants

  lemma Grown(t: seq<Event>, e: Event)
    ensures forall i, x :: i <= |t| ==> IsBefore(t + [e], i, x) == IsBefore(t, i, x)
    ensures forall x :: IsBefore(t, |t|, x) == (x in t)
    ensures forall i, c :: i <= |t| ==> IsDrawnBefore(t + [e], i, c) == IsDrawnBefore(t, i, c)
    ensures forall c :: IsDrawnBefore(t + [e], |t| + 1, c) == (IsDrawnBefore(t, |t|, c) || (e.Drawn? && e.frame.challenge == c))
    ensures forall i, f :: i <= |t| ==> IsInForce(t + [e], i, f) == IsInForce(t, i, f)
    ensures forall f :: IsInForce(t + [e], |t| + 1, f) == (e == Drawn(f) || (!e.Drawn? && !e.Broken? && IsInForce(t, |t|, f)))
    ensures forall i, g, f, q, r :: i <= |t| ==> IsAnswered(t + [e], i, g, f, q, r) == IsAnswered(t, i, g, f, q, r)
    ensures forall g, f, q, r :: IsAnswered(t + [e], |t| + 1, g, f, q, r) == (IsAnswered(t, |t|, g, f, q, r) || IsAnsweredAt(t + [e], |t|, g, f, q, r))
  {
    var u := t + [e];
    assert forall k :: 0 <= k < |t| ==> u[k] == t[k];
    forall i, x | i <= |t| ensures IsBefore(u, i, x) == IsBefore(t, i, x) { reveal IsBefore(); }
    forall x ensures IsBefore(t, |t|, x) == (x in t) { reveal IsBefore(); }
    forall k, c | k < |t| ensures IsDrawnAt(u, k, c) == IsDrawnAt(t, k, c) {}
    forall i, c | i <= |t| ensures IsDrawnBefore(u, i, c) == IsDrawnBefore(t, i, c) { reveal IsDrawnBefore(); }
    forall c ensures IsDrawnBefore(u, |t| + 1, c) == (IsDrawnBefore(t, |t|, c) || (e.Drawn? && e.frame.challenge == c)) {
      reveal IsDrawnBefore();
      assert IsDrawnAt(u, |t|, c) == (e.Drawn? && e.frame.challenge == c);
    }
    forall k, i, f | i <= |t| ensures IsInForceFrom(u, k, i, f) == IsInForceFrom(t, k, i, f) { reveal IsQuiet(); }
    forall i, f | i <= |t| ensures IsInForce(u, i, f) == IsInForce(t, i, f) { reveal IsInForce(); }
    forall f ensures IsInForce(u, |t| + 1, f) == (e == Drawn(f) || (!e.Drawn? && !e.Broken? && IsInForce(t, |t|, f))) { GrownInForce(t, e, f); }
    forall i, g, f, q, r | i <= |t| ensures IsAnswered(u, i, g, f, q, r) == IsAnswered(t, i, g, f, q, r) { GrownAnswered(t, e, i, g, f, q, r); }
    forall g, f, q, r ensures IsAnswered(u, |t| + 1, g, f, q, r) == (IsAnswered(t, |t|, g, f, q, r) || IsAnsweredAt(u, |t|, g, f, q, r)) {
      GrownAnswered(t, e, |t|, g, f, q, r);
      reveal IsAnswered();
    }
  }

  lemma GrownAnswered(t: seq<Event>, e: Event, i: int, g: nat, f: Frame, q: Request, r: Reply)
    requires i <= |t|
    ensures IsAnswered(t + [e], i, g, f, q, r) == IsAnswered(t, i, g, f, q, r)
  {
    reveal IsAnswered();
    forall k | k < i ensures IsAnsweredAt(t + [e], k, g, f, q, r) == IsAnsweredAt(t, k, g, f, q, r) {}
  }

  lemma GrownInForce(t: seq<Event>, e: Event, f: Frame)
    ensures IsInForce(t + [e], |t| + 1, f) == (e == Drawn(f) || (!e.Drawn? && !e.Broken? && IsInForce(t, |t|, f)))
  {
    reveal IsInForce();
    reveal IsQuiet();
    var u := t + [e];
    if e == Drawn(f) {
      assert IsInForceFrom(u, |t|, |t| + 1, f);
    }
    if !e.Drawn? && !e.Broken? && IsInForce(t, |t|, f) {
      var k :| IsInForceFrom(t, k, |t|, f);
      assert IsInForceFrom(u, k, |t| + 1, f);
    }
    if IsInForce(u, |t| + 1, f) {
      var k :| IsInForceFrom(u, k, |t| + 1, f);
      if k < |t| {
        assert u[|t|] == e && !e.Drawn? && !e.Broken?;
        forall x | k < x < |t| ensures !t[x].Drawn? && !t[x].Broken? { assert u[x] == t[x]; }
        assert IsInForceFrom(t, k, |t|, f);
      }
    }
  }

  lemma InForceIsDrawn(t: seq<Event>, i: int, f: Frame) returns (k: int)
    requires IsInForce(t, i, f)
    ensures 0 <= k < i && k < |t| && t[k] == Drawn(f)
  {
    reveal IsInForce();
    k :| IsInForceFrom(t, k, i, f);
  }

  // The same for a step.
  lemma Grows(w: World, s: State, step: Step)
    requires May(w, s, step)
    ensures var t := s.trace; var u := After(w, s, step).trace; u == t || (|u| == |t| + 1 && u == t + [u[|t|]])
    ensures var t := s.trace; var u := After(w, s, step).trace;
      (forall i {:trigger u[i]} :: 0 <= i < |t| ==> u[i] == t[i])
      && (forall x :: x in t ==> x in u)
      && (forall x :: IsBefore(t, |t|, x) == (x in t))
      && (forall i, x :: i <= |t| ==> IsBefore(u, i, x) == IsBefore(t, i, x))
      && (forall i, c :: i <= |t| ==> IsDrawnBefore(u, i, c) == IsDrawnBefore(t, i, c))
      && (forall i, f :: i <= |t| ==> IsInForce(u, i, f) == IsInForce(t, i, f))
      && (forall i, g, f, q, r :: i <= |t| ==> IsAnswered(u, i, g, f, q, r) == IsAnswered(t, i, g, f, q, r))
    ensures var t := s.trace; var u := After(w, s, step).trace; |u| == |t| + 1 ==> var e := u[|t|];
      (forall c :: IsDrawnBefore(u, |u|, c) == (IsDrawnBefore(t, |t|, c) || (e.Drawn? && e.frame.challenge == c)))
      && (forall f :: IsInForce(u, |u|, f) == (e == Drawn(f) || (!e.Drawn? && !e.Broken? && IsInForce(t, |t|, f))))
      && (forall g, f, q, r :: IsAnswered(u, |u|, g, f, q, r) == (IsAnswered(t, |t|, g, f, q, r) || IsAnsweredAt(u, |t|, g, f, q, r)))
  {
    var t := s.trace;
    var u := After(w, s, step).trace;
    TraceGrows(w, s, step);
    Grown(t, if |u| > |t| then u[|t|] else Broken);
  }

  lemma TraceGrows(w: World, s: State, step: Step)
    requires May(w, s, step)
    ensures var t := s.trace; var u := After(w, s, step).trace; u == t || (|u| == |t| + 1 && u == t + [u[|t|]])
  {
  }
}
