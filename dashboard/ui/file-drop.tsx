import { Upload } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { buttonClasses, type ButtonSize, type ButtonVariant } from './button-classes.ts'
import { classes } from './classes.ts'
import { checkFiles, type FileRules } from './file-rules.ts'
import { texts } from './texts.ts'
import { tip } from './tooltip.tsx'
import { useFileDrop, type TakeFiles } from './use-file-drop.ts'

type FileTaking = FileRules & { onFiles: TakeFiles; isDisabled?: boolean | undefined }

/** Around something into which files may be dropped or pasted, such as a thread with its composer. */
export function FileDropZone({
  onFiles,
  isDisabled,
  className,
  children,
  ...rules
}: FileTaking & { className?: string; children: ReactNode }) {
  const { isOver, handlers } = useFileDrop(rules, onFiles, isDisabled)
  return (
    <div {...handlers} className={classes('relative', className)}>
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-1 z-20 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90 text-base font-medium text-accent-text">
          {texts.dropHere}
        </div>
      )}
    </div>
  )
}

/** A button that opens the system's choice of files; icon alone with `isIconOnly`. */
export function FileButton({
  label,
  icon,
  isIconOnly = false,
  variant,
  size,
  onFiles,
  isDisabled = false,
  ...rules
}: FileTaking & { label: string; icon?: ReactNode; isIconOnly?: boolean; variant?: ButtonVariant; size?: ButtonSize }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        disabled={isDisabled}
        {...(isIconOnly ? { 'aria-label': label, ...tip(label) } : {})}
        onClick={() => input.current?.click()}
        className={buttonClasses({
          variant: variant ?? (isIconOnly ? 'quiet' : 'secondary'),
          size,
          isSquare: isIconOnly,
        })}
      >
        {icon}
        {!isIconOnly && label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={rules.accept}
        multiple={rules.maxFiles !== 1}
        onChange={({ currentTarget }) => {
          const { accepted, refusals } = checkFiles([...(currentTarget.files ?? [])], rules)
          onFiles(accepted, refusals)
          // The same file can be chosen again.
          currentTarget.value = ''
        }}
      />
    </>
  )
}

/** A place for files on a page of its own: drop, paste or choose. */
export function FileDrop({ hint, ...taking }: FileTaking & { hint?: ReactNode }) {
  return (
    <FileDropZone {...taking}>
      <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-control bg-surface px-6 py-10 text-center">
        <Upload aria-hidden className="size-6 stroke-[1.5] text-faint" />
        <FileButton {...taking} label={taking.maxFiles === 1 ? texts.chooseFile : texts.chooseFiles} />
        <p className="text-xs text-muted">{texts.dropOrPaste}</p>
        {hint && <p className="text-xs text-muted">{hint}</p>}
      </div>
    </FileDropZone>
  )
}
