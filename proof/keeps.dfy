include "traces.dfy"

// Every step keeps every invariant: one lemma for each group.
module Keeps {
  import opened Rules
  import opened Terms
  import opened Model
  import opened Invariants
  import opened Traces

  // The attacker has no secret of the lock, and no secret of an honest key.
  lemma LockSecretsStaySecret(w: World, s: State, g: nat)
    requires Secrets(w, s)
    ensures !Makes(w.lock, s.seen, MinterOf(w.lock, g)) && !Makes(w.lock, s.seen, NoticeKeyOf(w.lock, g))
    ensures !Makes(w.lock, s.seen, NonceSecret(LockSecret(w.lock, g)))
  {
    var root := LockSecret(w.lock, g);
    assert !Makes(w.lock, s.seen, root);
  }

  lemma WhoHasSecret(w: World, s: State, g: nat, key: Key)
    requires Secrets(w, s) && Issues(w, s) && key != NoKey && key.grant.lock == w.lock
    requires Makes(w.lock, s.seen, SecretOf(w.lock, g, key))
    ensures !IsHonest(w, key) && KeyIssued(g, key.grant) in s.trace
    ensures key.OfGuest? && key.grant.holder in w.holders ==> Shared(g, key.grant, key.share) in s.trace
  {
    LockSecretsStaySecret(w, s, g);
    assert Makes(w.lock, s.seen, HolderKeyOf(w.lock, g, key.grant)) ==> HolderKeyOf(w.lock, g, key.grant) in s.seen;
  }

  // A proof that the lock takes was asked for by the owner of the key, or the attacker owns the key.
  lemma WhoMadeProof(w: World, s: State, g: nat, frame: Frame, request: Request)
    requires Secrets(w, s) && Issues(w, s) && Requests(w, s) && request.key != NoKey && request.key.grant.lock == w.lock
    requires Makes(w.lock, s.seen, ProofOf(w.lock, g, frame, request))
    ensures IsHonest(w, request.key) ==> Sent(g, frame, request) in s.trace
    ensures KeyIssued(g, request.key.grant) in s.trace
    ensures request.key.OfGuest? && request.key.grant.holder in w.holders ==> Shared(g, request.key.grant, request.key.share) in s.trace
  {
    if ProofOf(w.lock, g, frame, request) !in s.seen {
      WhoHasSecret(w, s, g, request.key);
    }
  }

  lemma WhoSealedNotice(w: World, s: State, g: nat, n: Notice)
    requires Secrets(w, s) && NoticesAreIssued(w, s) && Makes(w.lock, s.seen, NoticeMac(NoticeKeyOf(w.lock, g), n))
    ensures n in s.issued
  {
    LockSecretsStaySecret(w, s, g);
  }

  lemma StartKeeps(w: World)
    ensures Inv(w, Start())
  {
  }

  lemma KeepsSecrets(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && Issues(w, s)
    ensures Secrets(w, After(w, s, step)) && Issues(w, After(w, s, step))
  {
  }

  lemma KeepsRequests(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && Issues(w, s) && Requests(w, s)
    ensures Requests(w, After(w, s, step))
  {
    Grows(w, s, step);
  }

  lemma KeepsAnswers(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && Issues(w, s) && Requests(w, s) && Answers(w, s)
    ensures Answers(w, After(w, s, step))
  {
    Grows(w, s, step);
    var t := s.trace;
    var u := After(w, s, step).trace;
    if |u| > |t| && u[|t|].Answered? && u[|t|].request.key != NoKey {
      WhoMadeProof(w, s, u[|t|].generation, u[|t|].frame, u[|t|].request);
    }
    forall i | 0 <= i < |t| && t[i].Answered? && t[i].request.key != NoKey ensures IsFounded(w, u, i) { assert IsFounded(w, t, i); }
  }

  lemma KeepsNonces(w: World, s: State, step: Step)
    requires May(w, s, step) && Nonces(s)
    ensures Nonces(After(w, s, step))
  {
  }

  lemma KeepsDraws(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && Draws(w, s)
    ensures Draws(w, After(w, s, step))
  {
    Grows(w, s, step);
    if step.Send? && IsOurs(w, step.frame.challenge) && IsNonceSecret(w, step.frame.challenge.nonceSecret) {
      LockSecretsStaySecret(w, s, step.frame.challenge.nonceSecret.lockSecret.generation);
    }
  }

  lemma KeepsInForceNow(w: World, s: State, step: Step)
    requires May(w, s, step) && InForceNow(s)
    ensures InForceNow(After(w, s, step))
  {
    Grows(w, s, step);
  }

  lemma KeepsSessions(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && Draws(w, s) && InForceNow(s) && Sessions(s)
    ensures Sessions(After(w, s, step))
  {
    Grows(w, s, step);
    var t := s.trace;
    var u := After(w, s, step).trace;
    if step.Draw? {
      KeepsDraws(w, s, step);
      forall i | 0 <= i < |t| && t[i].Answered? ensures t[i].frame.challenge != u[|t|].frame.challenge {
        var k := InForceIsDrawn(t, i, t[i].frame);
        assert u[k] == t[k];
      }
    }
  }

  lemma KeepsReplies(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && Issues(w, s) && Requests(w, s) && Replies(w, s)
    ensures Replies(w, After(w, s, step))
  {
    Grows(w, s, step);
    if step.Accept? && step.request.key.grant.lock == w.lock && step.request.key != NoKey {
      if ReplyMacOf(w.lock, step.generation, step.frame, step.request, step.reply) !in s.seen {
        WhoHasSecret(w, s, step.generation, step.request.key);
      }
    }
  }

  lemma KeepsNoticesAreIssued(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && NoticesAreIssued(w, s)
    ensures NoticesAreIssued(w, After(w, s, step))
  {
    if (step.Receive? || step.CutWhileDeciding?) && IsAuthentic(w, s.lock, step.message) && IsGenuine(w, s.lock, step.message.request.body) {
      WhoSealedNotice(w, s, s.lock.generation, step.message.request.body.notice);
    }
  }

  lemma KeepsNoticesInTurn(w: World, s: State, step: Step)
    requires May(w, s, step) && NoticesInTurn(s)
    ensures NoticesInTurn(After(w, s, step))
  {
  }

  // The one step that matters: a notice n is applied in its turn.
  lemma ApplyingSkipsNothing(w: World, s: State, n: Notice, history: seq<Notice>, done: set<nat>)
    requires NoticesAreIssued(w, s) && NothingSkipped(s) && n in s.issued && IsInTurn(s.lock, n)
    requires history == s.history + [n] && done == s.done + n.items
    ensures forall m :: m in s.issued && m.number <= n.number ==> m in history || exists k :: k in history && Covers(k, m)
    ensures forall k, m :: k in s.issued && m in s.issued && Covers(k, m) ==> m.items <= k.items + done
    ensures forall m :: m in s.issued && m.number <= n.number ==> m.items <= done
  {
    assert n in history;
    forall m | m in s.issued && m.number <= n.number
      ensures m in history || exists k :: k in history && Covers(k, m)
      ensures m.items <= done
    {
      if m.number <= s.lock.applied {
        if m !in s.history {
          var k :| k in s.history && Covers(k, m);
          assert k in history;
        }
      } else if m.number < n.number {
        assert Covers(n, m);
      } else {
        assert m == n;
      }
    }
  }

  lemma KeepsNothingSkipped(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && NoticesAreIssued(w, s) && NoticesInTurn(s) && FacilityKnows(w, s) && NothingSkipped(s)
    ensures NothingSkipped(After(w, s, step))
  {
    if step.IssueNotice? {
      IssuingSkipsNothing(w, s, step.notice);
    } else if ((step.Receive? && s.lock.last != Some(step.message)) || step.CutWhileDeciding?) && IsAuthentic(w, s.lock, step.message) {
      var request := step.message.request;
      var verdict := if step.Receive? then step.verdict else Permits;
      if request.command == Deliver && Judged(w, s.lock, request, verdict) == Done {
        WhoSealedNotice(w, s, s.lock.generation, request.body.notice);
        ApplyingSkipsNothing(w, s, request.body.notice, s.history + [request.body.notice], s.done + request.body.notice.items);
      }
    }
  }

  lemma IssuingSkipsNothing(w: World, s: State, n: Notice)
    requires May(w, s, IssueNotice(n)) && NoticesAreIssued(w, s) && NoticesInTurn(s) && FacilityKnows(w, s) && NothingSkipped(s)
    ensures NothingSkipped(s.(issued := s.issued + {n}))
  {
    // What was applied was issued before, so n lies above it.
    assert s.lock.applied > 0 ==> s.history[|s.history| - 1] in s.issued;
    assert s.lock.applied < n.number;
    forall m | m in s.issued && Covers(n, m) ensures m.items <= n.items + s.done {
      assert m.number <= s.known ==> m.number <= s.lock.applied;
    }
  }

  lemma KeepsFacilityKnows(w: World, s: State, step: Step)
    requires May(w, s, step) && Secrets(w, s) && NoticesInTurn(s) && FacilityKnows(w, s)
    ensures FacilityKnows(w, After(w, s, step))
  {
    if step.LearnApplied? {
      LockSecretsStaySecret(w, s, step.generation);
    }
  }

  lemma KeepsTenancies(w: World, s: State, step: Step)
    requires May(w, s, step) && Tenancies(s)
    ensures Tenancies(After(w, s, step))
  {
  }
}
