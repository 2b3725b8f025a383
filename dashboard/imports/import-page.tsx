import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { FileX } from 'lucide-react'
import type { ReactNode } from 'react'

import { ApiError } from '../api/errors.ts'
import { useMay } from '../api/session.ts'
import { BackLabel } from '../ui/back-label.tsx'
import { buttonClasses } from '../ui/button-classes.ts'
import { Delayed } from '../ui/delayed.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { SkeletonLines } from '../ui/skeleton.tsx'
import { EmptyState, ErrorState, NoPermission } from '../ui/state.tsx'
import { usePageTitle } from '../ui/title.ts'
import { CheckStep } from './check-step.tsx'
import { ImportFrame } from './import-frame.tsx'
import { ImportMenu } from './import-menu.tsx'
import { importQuery, isBusy } from './imports.ts'
import type { ImportWithRows } from './imports.ts'
import { MappingStep } from './mapping-step.tsx'
import { ResultStep } from './result-step.tsx'
import { RunStep } from './run-step.tsx'
import { Steps } from './steps.tsx'
import { texts } from './texts.ts'
import { UploadStep } from './upload-step.tsx'
import { useIsMapping } from './use-draft-store.ts'

/** One import from its file to its result. Where it is stands on the server, so a reload goes on there; `new` has no file yet. */
export function ImportPage({ importId }: { importId: string }) {
  const may = useMay()
  if (importId !== 'new') return <Known importId={importId} />
  return (
    <Framed title={texts.importContacts} step={1}>
      {may('uploadImport') ? <UploadStep /> : <NoPermission text={texts.noMore} />}
    </Framed>
  )
}

function Known({ importId }: { importId: string }) {
  const navigate = useNavigate()
  const { data: row, error, refetch } = useQuery(importQuery(importId))
  const [isMapping, setIsMapping] = useIsMapping(importId)
  if (error && !row) return <Failed error={error} onRetry={() => void refetch()} />
  if (!row) {
    return (
      <Framed title={texts.importContacts}>
        <Delayed>
          <SkeletonLines count={6} />
        </Delayed>
      </Framed>
    )
  }
  const step = stepOf(row, isMapping)
  const forgotten = () => void navigate({ to: '/contacts/imports' })
  const actions = !isBusy(row) && <ImportMenu row={row} onForgotten={forgotten} />
  return (
    <Framed title={row.fileName} step={step} actions={actions}>
      {step === 2 && <MappingStep row={row} onChecking={() => setIsMapping(false)} />}
      {step === 3 && <CheckStep row={row} onBack={() => setIsMapping(true)} />}
      {step === 4 && <RunStep row={row} />}
      {step === 5 && <ResultStep row={row} />}
    </Framed>
  )
}

function stepOf({ status }: ImportWithRows, isMapping: boolean): number {
  if (status === 'ready') return 2
  if (status === 'checking' || status === 'checked') return isMapping ? 2 : 3
  return status === 'running' ? 4 : 5
}

function Framed(props: { title: string; step?: number; actions?: ReactNode; children: ReactNode }) {
  const { title, step, actions, children } = props
  usePageTitle(title)
  return (
    <ImportFrame>
      <PageHeader
        title={<span className="wrap-anywhere">{title}</span>}
        back={
          <Link to="/contacts/imports" className="hover:text-text">
            <BackLabel>{texts.title}</BackLabel>
          </Link>
        }
        actions={actions}
      />
      {step && <Steps current={step} />}
      {children}
    </ImportFrame>
  )
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isGone = error instanceof ApiError && [400, 404].includes(error.status)
  const action = (
    <Link to="/contacts/imports" className={buttonClasses()}>
      {texts.allImports}
    </Link>
  )
  return (
    <Framed title={texts.importContacts}>
      {isGone ? (
        <EmptyState icon={<FileX />} title={texts.notFound} text={texts.notFoundHint} action={action} />
      ) : (
        <ErrorState text={error.message} onRetry={onRetry} />
      )}
    </Framed>
  )
}
