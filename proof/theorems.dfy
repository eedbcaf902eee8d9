include "keeps.dfy"

// What the invariants come to: the promises, for every run of any length.
module Theorems {
  import opened Terms
  import opened Model
  import opened Invariants
  import opened Traces
  import opened Keeps

  ghost predicate IsRun(w: World, states: seq<State>, steps: seq<Step>)
  {
    |states| == |steps| + 1 && states[0] == Start()
    && forall i :: 0 <= i < |steps| ==> May(w, states[i], steps[i]) && states[i + 1] == After(w, states[i], steps[i])
  }

  lemma StepKeeps(w: World, s: State, step: Step)
    requires Inv(w, s) && May(w, s, step)
    ensures Inv(w, After(w, s, step))
  {
    KeepsSecrets(w, s, step);
    KeepsRequests(w, s, step);
    KeepsAnswers(w, s, step);
    KeepsNonces(w, s, step);
    KeepsDraws(w, s, step);
    KeepsInForceNow(w, s, step);
    KeepsSessions(w, s, step);
    KeepsReplies(w, s, step);
    KeepsNoticesAreIssued(w, s, step);
    KeepsNoticesInTurn(w, s, step);
    KeepsNothingSkipped(w, s, step);
    KeepsFacilityKnows(w, s, step);
    KeepsTenancies(w, s, step);
  }

  lemma RunKeeps(w: World, states: seq<State>, steps: seq<Step>, i: nat)
    requires IsRun(w, states, steps) && i < |states|
    ensures Inv(w, states[i])
  {
    if i == 0 {
      StartKeeps(w);
    } else {
      RunKeeps(w, states, steps, i - 1);
      StepKeeps(w, states[i - 1], steps[i - 1]);
    }
  }

  ghost predicate IsReached(w: World, s: State)
  {
    exists states, steps :: IsRun(w, states, steps) && states[|steps|] == s
  }

  lemma ReachedKeeps(w: World, s: State)
    requires IsReached(w, s)
    ensures Inv(w, s)
  {
    var states, steps :| IsRun(w, states, steps) && states[|steps|] == s;
    RunKeeps(w, states, steps, |steps|);
  }

  // ---- 1. admission

  // Whoever the sender is: the lock does only what a key allows that the facility issued for this lock, word for word,
  // or a share that its honest holder gave.
  lemma AdmissionNeedsIssuedKey(w: World, s: State, i: nat)
    requires IsReached(w, s) && i < |s.trace| && IsAdmission(s.trace[i])
    ensures s.trace[i].request.key.grant.lock == w.lock
    ensures var e := s.trace[i]; IsBefore(s.trace, i, KeyIssued(e.generation, e.request.key.grant))
    ensures var e := s.trace[i];
      e.request.key.OfGuest? && e.request.key.grant.holder in w.holders ==>
        IsBefore(s.trace, i, Shared(e.generation, e.request.key.grant, e.request.key.share))
  {
    ReachedKeeps(w, s);
  }

  // Under an honest key: the challenge was drawn (k), then the owner made this very request (j), then the lock did it (i);
  // nobody had answered that challenge before it was drawn; connection and challenge were the same from k to i.
  lemma AdmissionNeedsFreshRequest(w: World, s: State, i: nat) returns (k: nat, j: nat)
    requires IsReached(w, s) && i < |s.trace| && IsAdmission(s.trace[i]) && IsHonest(w, s.trace[i].request.key)
    ensures k < j < i
    ensures var e := s.trace[i]; s.trace[k] == Drawn(e.frame) && s.trace[j] == Sent(e.generation, e.frame, e.request)
    ensures forall x :: 0 <= x < |s.trace| && s.trace[x].Sent? && s.trace[x].frame.challenge == s.trace[i].frame.challenge ==> k < x
    ensures IsQuiet(s.trace, k, i)
  {
    ReachedKeeps(w, s);
    var t := s.trace;
    var e := t[i];
    assert IsFounded(w, t, i);
    k := DrawnInSameConnection(w, s, i);
    forall x | 0 <= x < |t| && t[x].Sent? && t[x].frame.challenge == e.frame.challenge ensures k < x {
      assert IsDrawnBefore(t, x, e.frame.challenge);
      reveal IsDrawnBefore();
      var y :| y < x && IsDrawnAt(t, y, e.frame.challenge);
      assert y == k;
    }
    reveal IsBefore();
    j :| 0 <= j < i && t[j] == Sent(e.generation, e.frame, e.request);
  }

  // ---- 2. once

  // A challenge never comes twice, over any number of boots, whatever the entropy.
  lemma ChallengesNeverRepeat(w: World, s: State, i: nat, j: nat)
    requires IsReached(w, s) && i < |s.trace| && j < |s.trace| && s.trace[i].Drawn? && s.trace[j].Drawn?
    requires s.trace[i].frame.challenge == s.trace[j].frame.challenge
    ensures i == j
  {
    ReachedKeeps(w, s);
  }

  // One challenge and sequence number: one admission.
  lemma OneAdmission(w: World, s: State, i: nat, j: nat)
    requires IsReached(w, s) && i < |s.trace| && j < |s.trace| && IsAdmission(s.trace[i]) && IsAdmission(s.trace[j])
    requires s.trace[i].frame.challenge == s.trace[j].frame.challenge && s.trace[i].request.sequence == s.trace[j].request.sequence
    ensures i == j
  {
    ReachedKeeps(w, s);
  }

  // Injective agreement: two admissions under honest keys come of two requests.
  lemma TwoAdmissionsTwoRequests(w: World, s: State, i: nat, j: nat, a: nat, b: nat)
    requires IsReached(w, s) && i < |s.trace| && j < |s.trace| && IsAdmission(s.trace[i]) && IsAdmission(s.trace[j]) && i != j
    requires a < |s.trace| && s.trace[a] == Sent(s.trace[i].generation, s.trace[i].frame, s.trace[i].request)
    requires b < |s.trace| && s.trace[b] == Sent(s.trace[j].generation, s.trace[j].frame, s.trace[j].request)
    ensures a != b
  {
    ReachedKeeps(w, s);
  }

  // Recorded or withheld: what the lock does, honest key or not, answers a challenge drawn in this connection, the last one drawn.
  lemma DrawnInSameConnection(w: World, s: State, i: nat) returns (k: nat)
    requires IsReached(w, s) && i < |s.trace| && s.trace[i].Answered?
    ensures k < i && s.trace[k] == Drawn(s.trace[i].frame) && IsQuiet(s.trace, k, i)
  {
    ReachedKeeps(w, s);
    reveal IsInForce();
    k :| IsInForceFrom(s.trace, k, i, s.trace[i].frame);
  }

  // Not after three failed proofs.
  lemma FailedChallengeIsDead(w: World, s: State)
    requires IsReached(w, s) && s.lock.failed >= 3
    ensures s.lock.challenge == None
  {
    ReachedKeeps(w, s);
  }

  // ---- 3. the lock proves itself

  // A reply that an honest phone believes was made by the lock, for that very request and after it was sent.
  // With the status Done the lock did what was asked.
  lemma AcceptedReplyIsTheLocks(w: World, s: State, i: nat) returns (k: nat, j: nat)
    requires IsReached(w, s) && i < |s.trace| && s.trace[i].Accepted? && s.trace[i].request.key != NoKey
    requires s.trace[i].request.key.grant.lock == w.lock
    ensures k < j < i
    ensures var e := s.trace[i]; s.trace[k] == Sent(e.generation, e.frame, e.request)
    ensures var e := s.trace[i]; IsAnsweredAt(s.trace, j, e.generation, e.frame, e.request, e.reply)
    ensures s.trace[i].reply.status == Done ==> IsAdmission(s.trace[j])
    // The phone sent it once.
    ensures var e := s.trace[i]; forall x :: 0 <= x < |s.trace| && s.trace[x] == Sent(e.generation, e.frame, e.request) ==> x == k
  {
    ReachedKeeps(w, s);
    var e := s.trace[i];
    reveal IsAnswered();
    j :| j < i && IsAnsweredAt(s.trace, j, e.generation, e.frame, e.request, e.reply);
    assert IsFounded(w, s.trace, j);
    reveal IsBefore();
    k :| 0 <= k < j && s.trace[k] == Sent(e.generation, e.frame, e.request);
  }

  // ---- 4. notices

  // The number applied never falls, from any state of a run to any later one.
  lemma AppliedNeverFalls(w: World, states: seq<State>, steps: seq<Step>, i: nat, j: nat)
    requires IsRun(w, states, steps) && i <= j < |states|
    ensures states[i].lock.applied <= states[j].lock.applied
    ensures states[i].history <= states[j].history
  {
    if i < j {
      AppliedNeverFalls(w, states, steps, i, j - 1);
      StepNeverFalls(w, states[j - 1], steps[j - 1]);
    }
  }

  // Every notice that was applied was issued, fitted (after <= applied < number), and was applied once.
  lemma AppliedInTurn(w: World, s: State, i: nat)
    requires IsReached(w, s) && i < |s.history|
    ensures s.history[i] in s.issued
    ensures s.history[i].after <= AppliedThrough(s.history, i) < s.history[i].number == AppliedThrough(s.history, i + 1) <= s.lock.applied
    ensures forall j :: 0 <= j < |s.history| && s.history[j] == s.history[i] ==> i == j
  {
    ReachedKeeps(w, s);
    NumbersRise(s, i);
  }

  lemma NumbersRise(s: State, i: nat)
    requires NoticesInTurn(s) && i < |s.history|
    ensures forall j :: i <= j < |s.history| ==> s.history[i].number <= s.history[j].number
    ensures forall j :: i < j < |s.history| ==> s.history[i].number < s.history[j].number
    ensures forall j :: 0 <= j < i ==> s.history[j].number < s.history[i].number
    ensures s.history[i].number <= s.lock.applied
  {
    RiseFrom(s, i, |s.history| - 1);
    forall j | i < j < |s.history| ensures s.history[i].number < s.history[j].number { RiseFrom(s, i, j); }
    forall j | 0 <= j < i ensures s.history[j].number < s.history[i].number { RiseFrom(s, j, i); }
  }

  lemma RiseFrom(s: State, i: nat, j: nat)
    requires NoticesInTurn(s) && i <= j < |s.history|
    ensures s.history[i].number <= s.history[j].number
    ensures i < j ==> s.history[i].number < s.history[j].number
  {
    if i < j {
      RiseFrom(s, i, j - 1);
      assert AppliedThrough(s.history, j) == s.history[j - 1].number;
    }
  }

  // No carrier can skip a notice: one that was issued and lies at or below the applied number was applied, or a later one
  // that was applied stands for it; and either way every item of it was applied.
  lemma NoNoticeIsSkipped(w: World, s: State, m: Notice)
    requires IsReached(w, s) && m in s.issued && m.number <= s.lock.applied
    ensures m in s.history || exists n :: n in s.history && Covers(n, m)
    ensures m.items <= s.done
    // Where no notice stands for it, it was applied itself.
    ensures (forall n :: n in s.issued ==> !Covers(n, m)) ==> m in s.history
  {
    ReachedKeeps(w, s);
  }

  // No item comes from anywhere but a notice that the facility issued.
  lemma NoItemIsInvented(w: World, s: State, x: nat)
    requires IsReached(w, s) && x in s.done
    ensures exists n :: n in s.history && n in s.issued && x in n.items
  {
    ReachedKeeps(w, s);
  }

  // What the facility takes for applied is applied: an old or forged report cannot make it leave something out.
  lemma FacilityNeverKnowsTooMuch(w: World, s: State)
    requires IsReached(w, s)
    ensures s.known <= s.lock.applied
  {
    ReachedKeeps(w, s);
  }

  // ---- 5. tenancy

  lemma StepNeverFalls(w: World, s: State, step: Step)
    requires May(w, s, step)
    ensures var u := After(w, s, step); s.lock.applied <= u.lock.applied && s.history <= u.history
    ensures var u := After(w, s, step); s.lock.bootCount <= u.lock.bootCount && s.lock.generation <= u.lock.generation
    ensures var u := After(w, s, step); s.epoch <= u.epoch && (s.epoch == u.epoch ==> s.lock.tenancy <= u.lock.tenancy)
  {
  }

  // The tenancy never falls, but by provisioning the lock anew.
  lemma TenancyNeverFalls(w: World, states: seq<State>, steps: seq<Step>, i: nat, j: nat)
    requires IsRun(w, states, steps) && i <= j < |states|
    ensures states[i].epoch <= states[j].epoch
    ensures states[i].epoch == states[j].epoch ==> states[i].lock.tenancy <= states[j].lock.tenancy
  {
    if i < j {
      TenancyNeverFalls(w, states, steps, i, j - 1);
      StepNeverFalls(w, states[j - 1], steps[j - 1]);
    }
  }

  // After the first visit of a tenant no key of a former tenancy does anything.
  lemma FormerTenantStaysOut(w: World, s: State, i: nat, j: nat)
    requires IsReached(w, s) && i < j < |s.trace| && IsTenantsDeed(s.trace[j]) && IsVisit(s.trace[i], s.trace[j].epoch)
    ensures s.trace[i].request.key.grant.tenancy <= s.trace[j].request.key.grant.tenancy
  {
    ReachedKeeps(w, s);
  }
}
